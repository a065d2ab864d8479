"""How much there is of each declared kind, and how old the oldest is: for the inventory and for a member's own page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, literal, select
from sqlalchemy.orm import Session

from app.storage.ages import Age, Kept, when


@dataclass(frozen=True, slots=True)
class Held:
    """So many rows of a kind; `oldest` is None where there are none, or where nothing tells."""

    kept: Kept
    count: int
    oldest: datetime | None


def everything(session: Session, ages: Sequence[Age]) -> list[Held]:
    """Each kind in the whole house, in the order of the declarations."""
    return [_held(session, age) for age in ages if isinstance(age, Kept)]


def of_member(session: Session, ages: Sequence[Age], account_id: int) -> list[Held]:
    """Only what is this member's own: nothing that others did towards them."""
    return [
        _held(session, age, age.whose == account_id) for age in ages if isinstance(age, Kept) and age.whose is not None
    ]


def _held(session: Session, kept: Kept, *where: ColumnElement[bool]) -> Held:
    oldest = literal(None) if kept.since is None else func.min(kept.since)
    query = select(func.count(), oldest).select_from(kept.table).where(*where)
    if kept.only is not None:
        query = query.where(kept.only)
    count, first = session.execute(query).one()
    return Held(kept, count, None if first is None or kept.since is None else when(kept.since, first))
