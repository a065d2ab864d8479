"""What is said in an appeal: sealed with the house key, opened for those two sides alone (P10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.basics.errors import Refused
from app.basics.ids import new_id
from app.storage.sealing import HouseKey
from moderation.appeals import rules
from moderation.appeals.models import AppealLine

PURPOSE: Final = "appeal"


@dataclass(frozen=True, slots=True)
class Said:
    """One line, opened."""

    id: int
    by_subject: bool
    words: str
    at: datetime


def add_line(session: Session, appeal_id: int, words: str, *, by_subject: bool, key: HouseKey, now: datetime) -> None:
    """Raises Invalid for nothing or too much, Refused where there are too many lines."""
    said = rules.checked_words("words", words)
    if _how_many(session, appeal_id) >= rules.MOST_LINES:
        raise Refused(rules.ENOUGH_SAID)
    sealed = key.seal(said.encode(), PURPOSE)
    session.add(AppealLine(id=new_id(now), appeal_id=appeal_id, by_subject=by_subject, sealed=sealed, said_at=now))


def lines_of(session: Session, appeal_id: int, *, key: HouseKey) -> Sequence[Said]:
    """The whole conversation, oldest first. Who may read it is for the caller to ask."""
    rows = session.execute(
        select(AppealLine.id, AppealLine.by_subject, AppealLine.sealed, AppealLine.said_at)
        .where(AppealLine.appeal_id == appeal_id)
        .order_by(AppealLine.id)
        .limit(rules.MOST_LINES)
    )
    return [Said(one.id, one.by_subject, key.open(one.sealed, PURPOSE).decode(), one.said_at) for one in rows]


def _how_many(session: Session, appeal_id: int) -> int:
    return session.scalar(select(func.count()).where(AppealLine.appeal_id == appeal_id)) or 0
