"""Reading what waits: whose news, how much of it and since when; one's own only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.accounts.models import Account
from app.accounts.queries import AccountFacts
from app.accounts.viewer import Viewer
from app.basics.errors import NotFound
from app.basics.ids import time_of
from app.notifications import queries as notifications
from app.notifications.models import LetIn, Notification
from app.notifications.queries import Wanted
from app.notifications.silence import not_to_be_told_of
from app.notifications.told import Told
from app.storage.tables import AnySelect

MOST: Final = 40
MOST_COUNTED: Final = 100


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody whose news waits: how much of it, the oldest and the newest by their ids."""

    sender: AccountFacts
    number: int
    oldest: int
    newest: int

    @property
    def since(self) -> datetime:
        return time_of(self.oldest)

    @property
    def until(self) -> datetime:
        return time_of(self.newest)


@dataclass(frozen=True, slots=True)
class Summary:
    """How many people's news waits, and how much there is; a hundred stands for more."""

    people: int = 0
    news: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """Which of them: those before or after an account's id, the greatest first. `upwards`: the nearest after it."""

    before: int | None = None
    after: int | None = None
    upwards: bool = False
    limit: int = MOST


def anybody_waits(session: Session, viewer: Viewer) -> bool:
    """Whether there is anything to answer: no number."""
    query = select(Notification.id).join(Account, Account.id == Notification.from_id).where(*_waits(viewer))
    return session.scalar(query.limit(1)) is not None


def newest_first(session: Session, viewer: Viewer, *, before: int | None = None) -> list[Waiting]:
    """Whose news waits, who did something last first. `before`: whose newest is older than that notification."""
    newest = func.max(Notification.id)
    query = _of_each(viewer).order_by(newest.desc()).limit(MOST)
    return _known(session, query if before is None else query.having(newest < before))


def by_account(session: Session, viewer: Viewer, part: Part) -> list[Waiting]:
    """The same in the order of the accounts' ids, by which an app pages on."""
    query = _of_each(viewer)
    if part.before is not None:
        query = query.where(Notification.from_id < part.before)
    if part.after is not None:
        query = query.where(Notification.from_id > part.after)
    order = Notification.from_id if part.upwards else Notification.from_id.desc()
    found = _known(session, query.order_by(order).limit(min(part.limit, MOST)))
    return sorted(found, key=lambda one: -one.sender.id)


def of(session: Session, viewer: Viewer, sender_id: int) -> Waiting:
    """What waits of one of them; raises NotFound."""
    found = _known(session, _of_each(viewer).where(Notification.from_id == sender_id))
    if not found:
        raise NotFound
    return found[0]


def news_of(session: Session, viewer: Viewer, sender_id: int) -> list[Told]:
    """The same, to be read: the newest first. It stays unseen."""
    of(session, viewer, sender_id)
    return notifications.told(session, viewer, Wanted(from_id=sender_id, held=True), limit=MOST)


def newest_of(session: Session, viewer: Viewer, waiting: Sequence[Waiting]) -> dict[int, Told]:
    """The newest of each that may still be read, by whose it is."""
    ids = tuple(one.newest for one in waiting)
    found = notifications.told(session, viewer, Wanted(ids=ids, held=True), limit=MOST) if ids else []
    return {told.sender.id: told for told in found}


def summary(session: Session, viewer: Viewer) -> Summary:
    """How much waits, as far as it is worth counting."""
    news = select(Notification.id, Notification.from_id).join(Account, Account.id == Notification.from_id)
    some = news.where(*_waits(viewer)).limit(MOST_COUNTED).subquery()
    people = select(Notification.from_id).join(Account, Account.id == Notification.from_id)
    others = people.where(*_waits(viewer)).distinct().limit(MOST_COUNTED).subquery()
    return Summary(
        session.scalar(select(func.count()).select_from(others)) or 0,
        session.scalar(select(func.count()).select_from(some)) or 0,
    )


def let_in_by(session: Session, account_id: int) -> list[AccountFacts]:
    """Whose news the member let in, for nobody else; by their names."""
    ids = session.scalars(select(LetIn.from_id).where(LetIn.account_id == account_id).limit(500)).all()
    return sorted(accounts.several(session, list(ids)).values(), key=lambda one: one.handle)


def _of_each(viewer: Viewer) -> AnySelect:
    return (
        select(Notification.from_id, func.count(), func.min(Notification.id), func.max(Notification.id))
        .join(Account, Account.id == Notification.from_id)
        .where(*_waits(viewer))
        .group_by(Notification.from_id)
    )


def _waits(viewer: Viewer) -> tuple[ColumnElement[bool], ...]:
    me = viewer.account_id or 0
    return Notification.account_id == me, Notification.held.is_(True), ~not_to_be_told_of(me)


def _known(session: Session, query: AnySelect) -> list[Waiting]:
    rows = session.execute(query).all()
    senders = accounts.several(session, [row[0] for row in rows])
    return [Waiting(senders[row[0]], *row[1:]) for row in rows if row[0] in senders]
