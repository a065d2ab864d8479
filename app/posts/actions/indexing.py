"""Keeping what is searched in step with the posts: right after each was written, and in portions for many.

It happens in a job, so that posting waits for nothing. Deleting a post takes its words along in the same act: the row
goes with the post, and from SQLite's index by a trigger. Their bytes go with `app.storage.scrubbing` (P11).
"""

from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.accounts.models import Account
from app.jobs.outbox import announce
from app.posts import found_by
from app.posts.audience import Audience
from app.posts.events import PostsToIndex
from app.posts.found_by import Indexed
from app.posts.models import Mention, Picture, PollChoice, Post, PostTag, PostWords, Tag

AT_ONCE: Final = 100


def index_post(session: Session, post_id: int) -> None:
    """What it says now can be found, and what it said before no longer. A message is never found (P10)."""
    index_posts(session, [post_id])


def index_posts(session: Session, post_ids: Sequence[int]) -> None:
    """The same for several at once."""
    rows = [{"post_id": one, "words": words} for one, words in _words_of(session, post_ids)]
    forget_words(session, post_ids)
    if rows:
        make = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
        session.execute(make(PostWords), rows)


def index_again(session: Session, asked: PostsToIndex) -> None:
    """A portion of many posts, the newest first; what is left of them is announced for the next."""
    query = select(Post.id).order_by(Post.id.desc()).limit(AT_ONCE)
    if asked.author_id is not None:
        query = query.where(Post.author_id == asked.author_id)
    if asked.before is not None:
        query = query.where(Post.id < asked.before)
    found = session.scalars(query).all()
    index_posts(session, found)
    if len(found) == AT_ONCE:
        announce(session, PostsToIndex(asked.author_id, found[-1]))


def index_theirs(session: Session, account_id: int) -> None:
    """Somebody chose anew whether others find their posts: the search itself knows at once, the marks follow."""
    index_again(session, PostsToIndex(account_id))


def forget_words(session: Session, post_ids: Sequence[int]) -> None:
    """These posts are found no longer: they are messages from now on."""
    session.execute(delete(PostWords).where(PostWords.post_id.in_(post_ids)))


def _words_of(session: Session, post_ids: Sequence[int]) -> Iterable[tuple[int, str]]:
    """Everything is read for all of them at once."""
    named, tags, described = _named_here(session, post_ids), _tags(session, post_ids), _described(session, post_ids)
    choices = _choices(session, post_ids)
    rows = session.execute(
        select(
            Post.id, Post.author_id, Post.is_ours, Post.audience, Post.content, Post.warning, Post.language,
            Post.reply_to_id, Post.reply_to_uri, Post.pictures, Post.written_at, Account.findable,
        )
        .join(Account, Account.id == Post.author_id)
        .where(Post.id.in_(post_ids), Post.audience != Audience.MENTIONED)
    )  # fmt: skip
    for row in rows:
        post = Indexed(
            author_id=row.author_id,
            is_ours=row.is_ours,
            audience=Audience(row.audience),
            content=row.content,
            warning=row.warning,
            language=row.language,
            answers=row.reply_to_id is not None or bool(row.reply_to_uri),
            pictures=row.pictures,
            described=described.get(row.id, ()),
            tags=tags.get(row.id, ()),
            named=named.get(row.id, ()),
            written_at=row.written_at,
            choices=choices.get(row.id, ()),
        )
        yield row.id, found_by.everything(post, findable=row.findable)


def _named_here(session: Session, post_ids: Sequence[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    query = (
        select(Mention.post_id, Mention.account_id)
        .join(Account, Account.id == Mention.account_id)
        .where(Mention.post_id.in_(post_ids), Account.host == "")
        .order_by(Mention.account_id)
    )
    for post_id, account_id in session.execute(query):
        found.setdefault(post_id, []).append(account_id)
    return found


def _tags(session: Session, post_ids: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    query = select(PostTag.post_id, Tag.name).join(Tag, Tag.id == PostTag.tag_id).where(PostTag.post_id.in_(post_ids))
    for post_id, name in session.execute(query.order_by(Tag.name)):
        found.setdefault(post_id, []).append(name)
    return found


def _described(session: Session, post_ids: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    query = select(Picture.post_id, Picture.description).where(Picture.post_id.in_(post_ids))
    for post_id, description in session.execute(query.order_by(Picture.position)):
        found.setdefault(post_id or 0, []).append(description)
    return found


def _choices(session: Session, post_ids: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    query = select(PollChoice.post_id, PollChoice.words).where(PollChoice.post_id.in_(post_ids))
    for post_id, words in session.execute(query.order_by(PollChoice.position)):
        found.setdefault(post_id, []).append(words)
    return found
