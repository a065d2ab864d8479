"""Keeping an ally's post: to whom it was addressed, whom of ours it names, and what of it we take."""

import html
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.accounts.queries import AccountFacts
from app.accounts.queries_between import are_blocked, without_blocked
from app.allies.queries import AllyFacts
from app.allies.rules import Scope
from app.basics.errors import Conflict, NotFound, Refused
from app.basics.text import MOST_FOREIGN_BYTES
from app.posts.actions.receiving import ForeignPicture, ForeignPost, answered_post, receive_post
from app.posts.actions.receiving_polls import ForeignPoll
from app.posts.actions.receiving_quotes import ForeignQuote
from app.posts.audience import FOR_ALLIES, Audience
from app.posts.permissions import Addressed, addressed
from federation.activities import PUBLIC, WireNote
from federation.emoji import note_emoji
from federation.envoy import Envoy
from federation.posts_here import post_at
from federation.questions import as_poll
from federation.quoting import without_link

# Stands for a warning where they only said that it is sensitive: no language of its own.
SENSITIVE: Final = "⚠"
MOST_MENTIONED: Final = 50
# An edit in the second of its post is told as of the next one, and clocks differ.
AHEAD: Final = timedelta(minutes=1)


def keep_note(session: Session, envoy: Envoy, ally: AllyFacts, author: AccountFacts, note: WireNote) -> int | None:
    """Keep a post by its author, once; None when it is here already or was deleted.

    Raises Refused for one that is for nobody here.
    """
    if note.choices and not note.content:
        raise Refused("That is a vote.")  # which `handlers.vote` counts, and nobody fetches
    audience = audience_of(note)
    answers = answered_post(session, note.reply_to)
    if answers is not None and are_blocked(session, author.id, answers.author_id):
        raise Refused("This answers somebody who keeps apart.")
    named = without_blocked(session, author.id, known_among(session, note))
    reached = addressed(session, author.id, audience, answers, named)
    if not _is_for_us(session, audience, author, reached):
        raise Refused("Nobody here is addressed.")
    now = envoy.clock()
    if audience is not Audience.MENTIONED:  # nothing outside a message tells what is in it (P10)
        note_emoji(session, envoy, ally, note.emoji)
    foreign = as_it_came(ally, note, audience, now=now)
    if reached.is_refused_answer:
        foreign = replace(foreign, reply_to_uri="")
    return receive_post(
        session,
        author,
        foreign,
        reached.people,
        origin=envoy.origin,
        key=envoy.house.key,
        now=now,
        requested=reached.requested,
    )


def as_it_came(ally: AllyFacts, note: WireNote, audience: Audience, *, now: datetime) -> ForeignPost:
    """What of the note we take."""
    written, edited = written_at(note.published, now=now), moment_of(note.updated)
    return ForeignPost(
        uri=note.uri,
        content=_content(note),
        warning=note.summary if note.summary and note.kind != "Article" else (SENSITIVE if note.sensitive else ""),
        language=note.language,
        audience=audience,
        reply_to_uri=note.reply_to,
        pictures=_pictures(note, ally),
        written_at=written,
        ends_at=moment_of(note.end_time),
        tags=note.tags,
        poll=poll_in(note, now=now),
        quote=ForeignQuote(note.quote.uri, note.quote.authorisation) if note.quote else None,
        quotable=note.quotable,
        edited_at=edited if edited is not None and written < edited <= now + AHEAD else None,
    )


def keep_fetched(session: Session, envoy: Envoy, ally: AllyFacts, author_id: int, note: WireNote) -> int:
    """The same for a post that we went to get; its id. Raises NotFound, or Conflict for one deleted before."""
    author = accounts.by_id(session, author_id)
    if author is None or author.uri != note.author:
        raise NotFound
    keep_note(session, envoy, ally, author, note)
    kept = post_at(session, note.uri)
    if kept is None:
        raise Conflict("This post was deleted.")
    return kept.id


def audience_of(note: WireNote) -> Audience:
    """For whom it is, read narrowly: what is addressed in a way we do not know is for the people mentioned (P23)."""
    addressed = {*note.to, *note.cc}
    if addressed & PUBLIC:
        return Audience.OPEN
    if f"{note.author}/followers" in addressed:
        return Audience.ALLIES if note.for_allies else Audience.FOLLOWERS
    return Audience.MENTIONED


def written_at(published: str, *, now: datetime) -> datetime:
    """When they say it was written; now where that cannot be read or lies ahead."""
    moment = moment_of(published)
    return moment if moment is not None and datetime(2000, 1, 1, tzinfo=UTC) <= moment <= now else now


def moment_of(word: str) -> datetime | None:
    """A moment as the wire writes it; None for what is none."""
    try:
        moment = datetime.fromisoformat(word)
        return None if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def known_among(session: Session, note: WireNote) -> list[AccountFacts]:
    """Who of the mentioned and addressed is known here; people of other houses are forgotten, the post is not."""
    named = [account for uri in note.mentioned[:MOST_MENTIONED] if (account := accounts.by_uri(session, uri))]
    addressed = [uri for uri in (*note.to, *note.cc) if uri not in PUBLIC][:MOST_MENTIONED]
    ours = [account for uri in addressed if (account := accounts.by_uri(session, uri)) and account.is_ours]
    return list({account.id: account for account in [*named, *ours]}.values())


def _is_for_us(session: Session, audience: Audience, author: AccountFacts, reached: Addressed) -> bool:
    """Whether somebody here is addressed who takes it. Whoever does not take it is not told, and neither is the ally.

    An answer that is not taken would stand under the post it answers, whoever follows its author.
    """
    if any(account.is_ours for account in reached.people):
        return True
    if reached.is_refused_answer or audience is Audience.MENTIONED:
        return False
    if audience in FOR_ALLIES and not reached.refused:
        return True
    return accounts.followed_by_somebody_here(session, author.id)


def poll_in(note: WireNote, *, now: datetime) -> ForeignPoll | None:
    """The poll it asks, as this house keeps it."""
    if note.poll is None:
        return None
    return as_poll(note.poll, moment_of(note.poll.end_time), moment_of(note.poll.closed), now=now)


def _content(note: WireNote) -> str:
    title = f"<p><strong>{html.escape(note.title)}</strong></p>" if note.kind == "Article" and note.title else ""
    content = note.content if note.quote is None else without_link(note.content)
    return (title + content)[:MOST_FOREIGN_BYTES]


def _pictures(note: WireNote, ally: AllyFacts) -> list[ForeignPicture]:
    """Pictures only from an ally with that scope (P24). Where they lie is for the fetcher to judge (P20)."""
    if Scope.MEDIA not in ally.scopes:
        return []
    return [ForeignPicture(picture.uri, picture.description) for picture in note.pictures]
