"""An ally's post says something else now: to whom of ours it may be shown, and what of it we take."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.accounts.models import Follow
from app.accounts.queries import AccountFacts
from app.accounts.queries_between import without_blocked
from app.allies.queries import AllyFacts
from app.posts import queries, rules
from app.posts.actions.receiving_edits import receive_edit
from app.posts.actions.receiving_polls import receive_poll
from app.posts.actions.receiving_quotes import change_quote
from app.posts.actions.storing import encode_again
from app.posts.audience import Audience, narrower
from app.posts.models import Post
from app.posts.permissions import Addressed, addressed
from federation.activities import WireNote
from federation.emoji import note_emoji
from federation.envoy import Envoy
from federation.notes import AHEAD, as_it_came, audience_of, known_among, moment_of


def keep_edit(session: Session, envoy: Envoy, ally: AllyFacts, author: AccountFacts, note: WireNote) -> None:
    """Change our copy of their own post. It is never for more people than it was: for fewer, if they say so (P23).

    What was removed by a decision stays as it was kept: theirs may say what it likes, nobody here reads it.
    """
    post = session.scalars(
        select(Post).where(Post.uri == note.uri, Post.author_id == author.id, ~Post.is_ours).with_for_update()
    ).one_or_none()
    if post is None or (post.removed and post.sealed is None):
        return
    now = envoy.clock()
    audience = narrower(Audience(post.audience), audience_of(note))
    if audience is not Audience.MENTIONED:
        note_emoji(session, envoy, ally, note.emoji)
    foreign = as_it_came(ally, note, audience, now=now)
    if note.poll is not None and not note.updated and post.sealed is not None:
        return  # new counts of a poll, of which a message has none
    asks_anew = receive_poll(session, post, None if audience is Audience.MENTIONED else foreign.poll, now=now)
    is_other = change_quote(session, post, None if audience is Audience.MENTIONED else foreign.quote)
    is_other = post.quotable != foreign.quotable or is_other
    post.quotable = foreign.quotable
    is_edited = receive_edit(
        session, post, author, foreign, _newly_named(session, post, author, audience, note),
        edited_at=edited_at(note.updated, now=now), origin=envoy.origin, key=envoy.house.key, now=now,
    )  # fmt: skip
    if (asks_anew or is_other) and not is_edited:
        named = accounts.several(session, queries.named_in(session, post.id))
        encode_again(session, post, author, list(named.values()), origin=envoy.origin)


def edited_at(updated: str, *, now: datetime) -> datetime:
    """When they say it was changed; now where they do not say it, or say that it will be."""
    moment = moment_of(updated)
    return now if moment is None or moment > now + AHEAD else moment


def _newly_named(session: Session, post: Post, author: AccountFacts, audience: Audience, note: WireNote) -> Addressed:
    """Who is named since, could read it before, and takes it. Whoever could not is not shown it by an edit."""
    earlier = queries.named_in(session, post.id)
    named = without_blocked(session, author.id, [one for one in known_among(session, note) if one.id not in earlier])
    new = [one for one in named if not rules.widens(audience, follows=_follows(session, one.id, author.id))]
    return addressed(session, author.id, audience, None, new) if new else Addressed()


def _follows(session: Session, account_id: int, author_id: int) -> bool:
    follow = session.get(Follow, (account_id, author_id))
    return follow is not None and follow.accepted
