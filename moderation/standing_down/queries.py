"""Who looks after this house, and who was stood down: for every member."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select, true
from sqlalchemy.orm import Session, aliased

from app.accounts.models import Account, Credential
from app.accounts.viewer import Viewer
from moderation.standing_down.models import StoodDown

MOST = 200


@dataclass(frozen=True, slots=True)
class Keeper:
    """Somebody who looks after the house."""

    account_id: int
    name: str
    display_name: str
    uri: str
    role: str


@dataclass(frozen=True, slots=True)
class WasStoodDown:
    """That it was done. `by` is empty when that account is gone."""

    name: str
    role: str
    by: str
    at: datetime


def keepers(session: Session, viewer: Viewer) -> Sequence[Keeper]:
    """Stewards first, then moderators, by name.

    Whoever hides is there for those alone who look after the house too: they may have to stand them down.
    """
    here = exists().where(Credential.account_id == Account.id)
    shown = true() if viewer.is_moderator else ~Account.is_away
    rows = session.execute(
        select(Account.id, Account.name, Account.display_name, Account.uri, Account.role)
        .where(Account.host == "", Account.role.in_(("moderator", "steward")), shown, here)
        .order_by(Account.role.desc(), Account.folded)
        .limit(MOST)
    )
    return [Keeper(*row) for row in rows]


def stood_down(session: Session, viewer: Viewer) -> Sequence[WasStoodDown]:
    """Lately, the newest first; whoever hides is there as in `keepers`."""
    by = aliased(Account)
    shown = true() if viewer.is_moderator else ~Account.is_away
    rows = session.execute(
        select(Account.name, StoodDown.role, by.name, StoodDown.at)
        .join(Account, Account.id == StoodDown.account_id)
        .outerjoin(by, by.id == StoodDown.stood_down_by)
        .where(shown)
        .order_by(StoodDown.at.desc(), StoodDown.id.desc())
        .limit(MOST)
    )
    return [WasStoodDown(name, role, by_name or "", at) for name, role, by_name, at in rows]
