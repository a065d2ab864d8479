"""Keeping what is searched in step with the posts: right after each was written, and in portions for many.

It happens in a job, so that posting waits for nothing. Deleting a post takes its words along in the same act: the row
goes with the post, and from SQLite's index by a trigger. Their bytes go with `app.storage.scrubbing` (P11).
"""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import bindparam, delete, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.accounts.models import Account
from app.jobs.outbox import announce
from app.posts import found_by
from app.posts.audience import Audience
from app.posts.events import PostsToIndex
from app.posts.found_by import Indexed
from app.posts.models import Mention, Picture, PollChoice, Post, PostTag, PostWords, Tag
from app.storage import Prepared
from app.storage.tables import from_millis

AT_ONCE: Final = 100

_MAKE: Final = {"sqlite": sqlite.insert(PostWords), "postgresql": postgresql.insert(PostWords)}

# Prepared, because it is done with every post; also for many, since five look-ups by key take less than one long list.
_POST: Final = Prepared(
    lambda: (
        select(
            Post.author_id, Post.is_ours, Post.audience, Post.content, Post.warning, Post.language,
            or_(Post.reply_to_id.is_not(None), Post.reply_to_uri != ""), Post.pictures, Post.written_at,
            Account.findable,
        )
        .join(Account, Account.id == Post.author_id)
        .where(Post.id == bindparam("post_id"), Post.audience != Audience.MENTIONED, ~Post.removed)
    )
)  # fmt: skip
_FORGET: Final = Prepared(lambda: delete(PostWords).where(PostWords.post_id == bindparam("post_id")))
_NAMED_HERE: Final = Prepared(
    lambda: (
        select(Mention.account_id)
        .join(Account, Account.id == Mention.account_id)
        .where(Mention.post_id == bindparam("post_id"), Account.host == "")
        .order_by(Mention.account_id)
    )
)
_TAGS: Final = Prepared(
    lambda: (
        select(Tag.name)
        .join(PostTag, PostTag.tag_id == Tag.id)
        .where(PostTag.post_id == bindparam("post_id"))
        .order_by(Tag.name)
    )
)
_DESCRIBED: Final = Prepared(
    lambda: (
        select(Picture.description)
        .where(Picture.post_id == bindparam("post_id"), ~Picture.hidden)
        .order_by(Picture.position)
    )
)
_CHOICES: Final = Prepared(
    lambda: select(PollChoice.words).where(PollChoice.post_id == bindparam("post_id")).order_by(PollChoice.position)
)


def index_post(session: Session, post_id: int) -> None:
    """What it says now can be found, and what it said before no longer. A message is never found (P10)."""
    index_posts(session, [post_id])


def index_posts(session: Session, post_ids: Sequence[int]) -> None:
    """The same for several at once."""
    found = [(one, _words_of(session, one)) for one in post_ids]
    forget_words(session, post_ids)
    rows = [{"post_id": one, "words": words} for one, words in found if words]
    if rows:
        session.execute(_MAKE[session.get_bind().dialect.name], rows)


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
    for post_id in post_ids:
        _FORGET.run(session, post_id=post_id)


def _words_of(session: Session, post_id: int) -> str:
    """All of it as it is kept; empty for a message."""
    read = _POST.rows(session, post_id=post_id)
    if not read:
        return ""
    (author_id, is_ours, audience, content, warning, language, answered, pictures, written_at, findable) = read[0]
    post = Indexed(
        author_id=author_id,
        is_ours=bool(is_ours),
        audience=Audience(audience),
        content=content,
        warning=warning,
        language=language,
        answers=bool(answered),
        pictures=pictures,
        described=_each(_DESCRIBED, session, post_id),
        tags=_each(_TAGS, session, post_id),
        named=_each(_NAMED_HERE, session, post_id),
        written_at=from_millis(written_at),
        choices=_each(_CHOICES, session, post_id),
    )
    return found_by.everything(post, findable=bool(findable))


def _each(prepared: Prepared, session: Session, post_id: int) -> list[Any]:
    return [row[0] for row in prepared.rows(session, post_id=post_id)]
