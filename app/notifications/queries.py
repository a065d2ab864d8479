"""Reading what one was told: one's own only."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, bindparam, delete, select, update
from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.accounts.models import Account
from app.accounts.queries import AccountFacts
from app.accounts.viewer import Viewer
from app.notifications.models import Notification
from app.notifications.silence import not_to_be_told_of
from app.posts import queries as posts
from app.posts.queries import PostFacts
from app.storage import Prepared, quick

MOST = 40


@dataclass(frozen=True, slots=True)
class Told:
    """One notification with whom it is from and the post it is about, if the viewer may still read it."""

    id: int
    kind: str
    told_at: datetime
    seen: bool
    sender: AccountFacts
    post: PostFacts | None


def told(
    session: Session, viewer: Viewer, *, before: int | None = None, after: int | None = None,
    kinds: tuple[str, ...] = (), limit: int = 20,
) -> list[Told]:  # fmt: skip
    """The viewer's notifications, newest first."""
    query = (
        select(Notification)
        .join(Account, Account.id == Notification.from_id)
        .where(Notification.account_id == viewer.account_id, ~not_to_be_told_of(viewer.account_id))
    )
    if before is not None:
        query = query.where(Notification.id < before)
    if after is not None:
        query = query.where(Notification.id > after)
    if kinds:
        query = query.where(Notification.kind.in_(kinds))
    rows = session.scalars(query.order_by(Notification.id.desc()).limit(min(limit, MOST))).all()
    senders = accounts.several(session, [row.from_id for row in rows])
    about = posts.several(session, viewer, [row.post_id for row in rows if row.post_id is not None])
    return [
        Told(row.id, row.kind, row.told_at, row.seen, senders[row.from_id], about.get(row.post_id or 0))
        for row in rows
        if row.from_id in senders and (row.post_id is None or row.post_id in about)
    ]


_anything_new = Prepared(
    lambda: (
        select(Notification.id)
        .join(Account, Account.id == Notification.from_id)
        .where(
            Notification.account_id == bindparam("me", type_=BigInteger),
            Notification.seen.is_(False),
            ~not_to_be_told_of(bindparam("me", type_=BigInteger)),
        )
        .limit(1)
    )
)


@quick
def anything_new(session: Session, account_id: int) -> bool:
    """Whether there is something unseen: a dot, never a number."""
    return bool(_anything_new.rows(session, me=account_id))


def mark_seen(session: Session, account_id: int) -> None:
    """The viewer has looked."""
    session.execute(
        update(Notification).where(Notification.account_id == account_id, ~Notification.seen).values(seen=True)
    )


def dismiss(session: Session, account_id: int, notification_id: int | None = None) -> None:
    """Forget one notification, or all."""
    query = delete(Notification).where(Notification.account_id == account_id)
    session.execute(query if notification_id is None else query.where(Notification.id == notification_id))
