"""What would be posted, as its readers would get it. Nothing is written, and no word of it is kept anywhere (P10)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.accounts.queries import AccountFacts
from app.accounts.viewer import Viewer
from app.allies import queries as allies
from app.basics.errors import NotFound
from app.basics.text import mentions_in, tidy
from app.posts import asking, body, picture_queries, polls, queries
from app.posts.actions import editing, scheduling
from app.posts.actions.editing import Edit
from app.posts.actions.storing import emojis_of
from app.posts.actions.writing import Draft, links, must_be_possible
from app.posts.asking import NewPoll
from app.posts.audience import Audience
from app.posts.models import Post, Quote
from app.posts.picture_queries import PictureFacts
from app.posts.polls import ChoiceFacts, PollFacts

NOBODY = 0
"""The id of an author in whose place anybody may vote."""


@dataclass(frozen=True, slots=True)
class Preview:
    """`body` and `author` as the bytes kept with a post are (decision 0008). `addressed`: who is told of it.

    `only_words`: names in it that lead to nobody whom the writer could reach, whatever the reason (P6).
    `not_reached`: those named whose house it never goes to. `stands`: it is an edit of a post that is there.
    `quotes`: the post that a draft quotes; of an edit its row tells that.
    """

    body: bytes
    author: AccountFacts
    audience: Audience
    addressed: tuple[AccountFacts, ...]
    only_words: tuple[str, ...]
    not_reached: tuple[AccountFacts, ...]
    poll: PollFacts | None = None
    stands: bool = False
    quotes: int | None = None


def preview(
    session: Session, author_id: int, draft: Draft, goes_at: datetime | None = None, *, origin: str, now: datetime
) -> Preview:
    """Of a draft, at once or at its moment. Raises what posting or scheduling it would raise."""
    author = accounts.by_id(session, author_id)
    if author is None:
        raise NotFound
    if goes_at is not None:
        scheduling.checked_moment(goes_at, now=now)
    ready = must_be_possible(session, author, draft, origin=origin, now=goes_at or now)
    choices = ready.poll.choices if ready.poll else ()
    shown, houses = _pictures(session, draft, author_id), _houses(session, ready.post)
    quotes = ready.quoted is not None
    found = _preview(session, ready.post, author, ready.mentioned, shown, choices, houses, quotes, origin=origin)
    return replace(found, quotes=draft.quotes, poll=ready.poll and _poll(ready.poll, ready.post, now=goes_at or now))


def preview_edit(
    session: Session,
    author_id: int,
    post_id: int,
    edit: Edit,
    *,
    origin: str,
    now: datetime,
    message_key: bytes = b"",
) -> Preview:
    """Of an edit. Raises what editing it would raise."""
    found = session.get(Post, post_id)
    if found is None:
        raise NotFound
    ready = editing.must_be_possible(session, author_id, found, edit, origin=origin, message_key=message_key)
    there, choices = picture_queries.pictures_of(session, [post_id])[post_id], polls.words_of(session, post_id)
    described = {one.id: replace(one, description=ready.after.descriptions.get(one.id, "")) for one in there}
    session.expunge(found)  # what is said to it from here on is said to nobody
    ready.say(found, now=now)
    shown = [described[one.id] for one in ready.staying]
    houses = frozenset(queries.reached(session, post_id))
    quotes = not edit.drops_quote and session.get(Quote, post_id) is not None
    edited = _preview(session, found, ready.author, ready.named, shown, choices, houses, quotes, origin=origin)
    return replace(edited, stands=True)


def _preview(
    session: Session,
    post: Post,
    author: AccountFacts,
    addressed: Sequence[AccountFacts],
    pictures: Sequence[PictureFacts],
    choices: Sequence[str],
    houses: Collection[int],
    quotes: bool,
    *,
    origin: str,
) -> Preview:
    emojis = emojis_of(session, post, choices, origin=origin)
    return Preview(
        body=body.encode(
            post, author, addressed, pictures, origin=origin, choices=choices, emojis=emojis, quotes=quotes
        ),
        author=author,
        audience=Audience(post.audience),
        addressed=tuple(addressed),
        only_words=_only_words(post.source, addressed, origin),
        not_reached=tuple(one for one in addressed if not one.is_ours and one.ally_id not in houses),
    )


def _pictures(session: Session, draft: Draft, author_id: int) -> list[PictureFacts]:
    """As they would stand in it: with the words that came along, and what was sealed with those held until now."""
    found = [picture_queries.picture(session, Viewer.member(author_id), one) for one in draft.pictures]
    return [_described(one, draft) for one in found]


def _described(picture: PictureFacts, draft: Draft) -> PictureFacts:
    held = draft.earlier.held.get(picture.id)
    blurhash = picture.blurhash or (held.blurhash if held else "")
    words = draft.descriptions.get(picture.id)
    return replace(picture, blurhash=blurhash, description=picture.description if words is None else tidy(words))


def _houses(session: Session, post: Post) -> set[int]:
    """To which houses it goes where somebody there is named (`app.posts.rules.may_read`)."""
    if post.audience == Audience.COMMUNITY:
        return set()
    there = {ally.id for ally in allies.allied_with(session)}
    return there if post.bound_ally_id is None else there & {post.bound_ally_id}


def _only_words(source: str, addressed: Sequence[AccountFacts], origin: str) -> tuple[str, ...]:
    linked = links(addressed, source, origin)
    return tuple(
        f"@{name}@{host}" if host else f"@{name}" for name, host in mentions_in(source) if (name, host) not in linked
    )


def _poll(asked: NewPoll, post: Post, *, now: datetime) -> PollFacts:
    """As somebody sees it who has not voted."""
    ends_at = asking.end_of(asked, post.ends_at, now=now)
    choices = tuple(ChoiceFacts(words, 0) for words in asked.choices)
    return PollFacts(post.id, NOBODY, asked.multiple, asked.hides_counts, 0, ends_at, False, False, choices)
