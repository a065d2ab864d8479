"""What an account leaves behind goes in portions, so that nobody else waits: its posts and files, then the rest.

By then it is hidden and nameless already (`accounts.actions.leaving`). Killed in between, the next portion goes on.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.accounts.models import Account, Credential, Follow
from app.jobs import queue
from app.jobs.outbox import announce
from app.jobs.runner import Outcome
from app.leaving import steps
from app.notifications.models import Notification
from app.posts.events import BlobsOrphaned
from app.posts.gone import tell_gone
from app.posts.models import Bookmark, Boost, Favourite, Mention, Picture, Post, Talker
from app.storage.deletions import note_deletion
from app.storage.house import House
from app.storage.portions import delete_some
from app.storage.sealing import HouseKey
from app.storage.tables import Base
from app.timelines.models import FeedEntry

QUEUE = "removals"
MOST_POSTS = 50
MOST_ROWS = 500

# Everything that may be many, by the columns that name the account. The database's cascade does the rest.
_MANY: Sequence[tuple[type[Base], InstrumentedAttribute[Any]]] = (
    (FeedEntry, FeedEntry.owner_id),
    (FeedEntry, FeedEntry.booster_id),
    (Boost, Boost.account_id),
    (Favourite, Favourite.account_id),
    (Bookmark, Bookmark.account_id),
    (Notification, Notification.account_id),
    (Notification, Notification.from_id),
    (Mention, Mention.account_id),
    (Talker, Talker.account_id),
    (Follow, Follow.follower_id),
    (Follow, Follow.followed_id),
)


def begin(session: Session, account_id: int, *, key: HouseKey, now: datetime) -> None:
    """Queue the removal, in the transaction that hides the account or reacts to it."""
    queue.enqueue(session, QUEUE, account_id, "account", key.seal(b"", "queue"), now=now)


def remove_lane(house: House, clock: Callable[[], datetime]) -> Callable[[int], Awaitable[Outcome]]:
    """What the runner calls with the account's id, until nothing of it is left."""

    async def work(account_id: int) -> Outcome:
        left = await house.database.write(remove_a_portion, account_id, key=house.key, now=clock())
        return Outcome(more=left)

    return work


def remove_a_portion(session: Session, account_id: int, *, key: HouseKey, now: datetime) -> bool:
    """One portion; False once the account itself is gone, and with it the job."""
    if session.get(Credential, account_id) is None and session.get(Account, account_id) is not None:
        if _posts(session, account_id, key=key, now=now) or _pictures(session, account_id):
            return True
        if any(delete_some(session, table, column == account_id, most=MOST_ROWS) for table, column in _MANY):
            return True
        steps.forget_all(session, account_id)
        session.execute(delete(Account).where(Account.id == account_id))
    queue.finish(session, [job.id for job in queue.head_of(session, QUEUE, account_id, most=10)])
    queue.went_well(session, QUEUE, account_id)
    return False


def _posts(session: Session, account_id: int, *, key: HouseKey, now: datetime) -> int:
    chosen = session.execute(
        select(Post.id, Post.uri, Post.is_ours)
        .where(Post.author_id == account_id)
        .order_by(Post.id.desc())
        .limit(MOST_POSTS)
    ).all()
    ids = [post.id for post in chosen]
    _orphan(session, Picture.post_id.in_(ids))
    tell_gone(session, ids)
    for post in chosen:
        if post.is_ours:
            note_deletion(session, "post", post.uri, key=key, now=now)
    session.execute(delete(Post).where(Post.id.in_(ids)))
    return len(ids)


def _pictures(session: Session, account_id: int) -> int:
    """Those that stand in no post."""
    ids = session.scalars(select(Picture.id).where(Picture.owner_id == account_id).limit(MOST_ROWS)).all()
    _orphan(session, Picture.id.in_(ids))
    session.execute(delete(Picture).where(Picture.id.in_(ids)))
    return len(ids)


def _orphan(session: Session, which: ColumnElement[bool]) -> None:
    blobs = session.scalars(select(Picture.blob).where(which)).all()
    if blobs:
        announce(session, BlobsOrphaned(tuple(blobs)))
