"""Reading what one was told: one's own only."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import BigInteger, ColumnElement, bindparam, delete, select, true, update
from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.accounts.models import Account
from app.accounts.viewer import Viewer
from app.basics.errors import NotFound
from app.notifications.grouping import Group, Key, read_key
from app.notifications.models import Notification
from app.notifications.silence import not_to_be_told_of
from app.notifications.told import Told
from app.posts import queries as posts
from app.storage import Prepared, quick

MOST: Final = 200
"""Of one reading: many may stand in one line."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of them: of these kinds (all when empty), from one account, about one post, older or newer than an id.

    `ids`: no others than these, when there are any. `upwards` takes the oldest first. `held`: those that wait
    instead; None for both.
    """

    kinds: tuple[str, ...] = ()
    from_id: int | None = None
    post_id: int | None = None
    before: int | None = None
    after: int | None = None
    upwards: bool = False
    held: bool | None = False
    ids: tuple[int, ...] = ()


EVERYTHING: Final = Wanted()


def told(session: Session, viewer: Viewer, wanted: Wanted = EVERYTHING, *, limit: int = 20) -> list[Told]:
    """The viewer's notifications, newest first."""
    query = (
        select(Notification)
        .join(Account, Account.id == Notification.from_id)
        .where(
            Notification.account_id == viewer.account_id,
            ~not_to_be_told_of(viewer.account_id),
            *_chosen(wanted),
        )
    )
    order = Notification.id if wanted.upwards else Notification.id.desc()
    rows = sorted(session.scalars(query.order_by(order).limit(min(limit, MOST))), key=lambda row: -row.id)
    senders = accounts.several(session, [row.from_id for row in rows])
    about = posts.several(session, viewer, [row.post_id for row in rows if row.post_id is not None])
    return [
        Told(
            row.id, row.kind, row.told_at, row.seen, senders[row.from_id], about.get(row.post_id or 0), row.held,
            row.decision_id,
        )
        for row in rows
        if row.from_id in senders and (row.post_id is None or row.post_id in about)
    ]  # fmt: skip


def under(session: Session, viewer: Viewer, word: str) -> Group:
    """The viewer's line of that name, as far as it is theirs; raises NotFound."""
    key = read_key(word)
    if key is None:
        raise NotFound
    found = told(session, viewer, _of(key), limit=MOST)
    if not found:
        raise NotFound
    return Group(word, tuple(found))


def _chosen(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.held is not None:
        yield Notification.held.is_(wanted.held)
    if wanted.before is not None:
        yield Notification.id < wanted.before
    if wanted.after is not None:
        yield Notification.id > wanted.after
    if wanted.kinds:
        yield Notification.kind.in_(wanted.kinds)
    if wanted.ids:
        yield Notification.id.in_(wanted.ids)
    if wanted.from_id is not None:
        yield Notification.from_id == wanted.from_id
    if wanted.post_id is not None:
        yield Notification.post_id == wanted.post_id


def _of(key: Key) -> Wanted:
    return Wanted(kinds=(key.kind,) if key.kind else (), post_id=key.post_id, after=key.since - 1, before=key.until)


_anything_new = Prepared(
    lambda: (
        select(Notification.id)
        .join(Account, Account.id == Notification.from_id)
        .where(
            Notification.account_id == bindparam("me", type_=BigInteger),
            Notification.seen.is_(False),
            Notification.held.is_(False),
            ~not_to_be_told_of(bindparam("me", type_=BigInteger)),
        )
        .limit(1)
    )
)


@quick
def anything_new(session: Session, account_id: int) -> bool:
    """Whether there is something unseen: a dot, never a number."""
    return bool(_anything_new.rows(session, me=account_id))


def mark_seen(session: Session, account_id: int, kinds: tuple[str, ...] = ()) -> None:
    """The viewer has looked, perhaps at some kinds only; what waits they have not seen."""
    chosen = Notification.kind.in_(kinds) if kinds else true()
    mine = Notification.account_id == account_id, ~Notification.seen, ~Notification.held
    session.execute(update(Notification).where(*mine, chosen).values(seen=True))


def dismiss(session: Session, account_id: int, notification_id: int | None = None) -> None:
    """Forget one notification, or all but those that wait: nobody forgets unread whose they are."""
    chosen = ~Notification.held if notification_id is None else Notification.id == notification_id
    session.execute(delete(Notification).where(Notification.account_id == account_id, chosen))


def dismiss_line(session: Session, viewer: Viewer, word: str) -> None:
    """Forget everything in one line, what is not shown of it included. Raises NotFound."""
    under(session, viewer, word)
    key = read_key(word)
    if key is not None:
        where = _chosen(_of(key))
        session.execute(delete(Notification).where(Notification.account_id == viewer.account_id, *where))
