"""Reading who holds shares for whom, and whether somebody is coming back. One's own only."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, exists, select
from sqlalchemy.orm import Session, aliased

from app.accounts.models import Account, FriendShare, FriendsKey, FriendsReturn, FriendsYes
from app.storage import Prepared, quick

FRIENDS = 2


@dataclass(frozen=True, slots=True)
class Trust:
    """Whom a member has entrusted, and who has entrusted them. `whole`: both friends still hold their share."""

    friends: tuple[str, ...]
    entrusted_by: tuple[str, ...]
    set_up: bool

    @property
    def whole(self) -> bool:
        return self.set_up and len(self.friends) == FRIENDS


@dataclass(frozen=True, slots=True)
class UnderWay:
    """A return that at least one friend has said yes to. `ready_at` once both have."""

    id: int
    yeses: int
    ready_at: datetime | None


def trust_of(session: Session, account_id: int) -> Trust:
    """The viewer's own arrangement, and the names of those whose share they hold."""
    friends = session.scalars(
        select(Account.name).join(FriendShare, FriendShare.friend_id == Account.id)
        .where(FriendShare.account_id == account_id).order_by(Account.folded).limit(FRIENDS)
    )  # fmt: skip
    others = session.scalars(
        select(Account.name).join(FriendShare, FriendShare.account_id == Account.id)
        .where(FriendShare.friend_id == account_id).order_by(Account.folded).limit(100)
    )  # fmt: skip
    set_up = session.get(FriendsKey, account_id) is not None
    return Trust(tuple(friends), tuple(others), set_up)


def under_way(session: Session, account_id: int, *, now: datetime) -> list[UnderWay]:
    """The returns into this account that somebody has said yes to, the nearest first."""
    rows = session.execute(
        select(FriendsReturn.id, FriendsReturn.ready_at, FriendsYes.friend_id)
        .join(FriendsYes, FriendsYes.return_id == FriendsReturn.id)
        .where(FriendsReturn.account_id == account_id, FriendsReturn.ends_at > now)
        .order_by(FriendsReturn.id)
        .limit(100)
    ).all()
    yeses = Counter(row.id for row in rows)
    ready = {row.id: row.ready_at for row in rows}
    return [UnderWay(each, yeses[each], ready[each]) for each in yeses]


_coming_back = Prepared(
    lambda: (
        select(FriendsReturn.id)
        .where(
            FriendsReturn.account_id == bindparam("me"),
            exists().where(aliased(FriendsYes).return_id == FriendsReturn.id),
        )
        .limit(1)
    )
)


@quick
def coming_back(session: Session, account_id: int) -> bool:
    """Whether friends are letting somebody into this account: every page says so."""
    return bool(_coming_back.rows(session, me=account_id))
