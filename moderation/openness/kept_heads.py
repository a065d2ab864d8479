"""The ends of allies' logs of reading, kept here for a month (P18): what an ally cannot change unnoticed afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.basics.clock import day_of
from moderation.openness import chain
from moderation.openness.ages import HEADS_LAST
from moderation.openness.models import AllyHead

MOST: Final = HEADS_LAST.days


@dataclass(frozen=True, slots=True)
class DayHead:
    """The end of a chain at the beginning of a day in UTC (`2026-11-03`): 32 bytes, and not how many links."""

    day: str
    head: bytes

    @property
    def begins(self) -> datetime:
        return datetime.fromisoformat(self.day).replace(tzinfo=UTC)


def ours(session: Session, *, now: datetime) -> DayHead:
    """What allies are shown of our own chain: as it was when this day began, whatever was read since."""
    begins = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return DayHead(day_of(now), chain.head_at(session, begins).value)


def keep(session: Session, ally_id: int, shown: DayHead) -> None:
    """Keep what an ally showed. What it showed first for a day stays, whatever it says of that day later."""
    if session.get(AllyHead, (ally_id, shown.day)) is None:
        session.add(AllyHead(ally_id=ally_id, day=shown.day, head=shown.head))


def kept_of(session: Session, ally_id: int) -> Sequence[DayHead]:
    """What is kept of one ally, the newest first."""
    rows = session.execute(
        select(AllyHead.day, AllyHead.head)
        .where(AllyHead.ally_id == ally_id)
        .order_by(AllyHead.day.desc())
        .limit(MOST)
    )  # fmt: skip
    return [DayHead(*row) for row in rows]


def forget_old(session: Session, now: datetime) -> None:
    """A sweep: those of more than a month ago."""
    session.execute(delete(AllyHead).where(AllyHead.day <= day_of(now - HEADS_LAST)))
