"""Reading the policy. Who may is decided where it is shown: the text is nobody's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.basics.errors import NotFound
from moderation.policy.models import PolicyVersion

MOST = 500


@dataclass(frozen=True, slots=True)
class Version:
    """One version as it is read."""

    number: int
    source: str
    html: str
    published_at: datetime


def newest_number(session: Session) -> int:
    """The version in force; 0 while there is none."""
    return session.scalar(select(func.max(PolicyVersion.number))) or 0


def newest(session: Session) -> Version | None:
    """What is in force; None while there is no policy."""
    return _one(session, newest_number(session))


def version(session: Session, number: int) -> Version:
    """That version; raises NotFound."""
    found = _one(session, number)
    if found is None:
        raise NotFound
    return found


def numbers(session: Session) -> Sequence[tuple[int, datetime]]:
    """(number, published at) of every version, newest first."""
    rows = session.execute(
        select(PolicyVersion.number, PolicyVersion.published_at).order_by(PolicyVersion.number.desc()).limit(MOST)
    )
    return [(row[0], row[1]) for row in rows]


def _one(session: Session, number: int) -> Version | None:
    row = session.execute(
        select(PolicyVersion.number, PolicyVersion.source, PolicyVersion.html, PolicyVersion.published_at).where(
            PolicyVersion.number == number
        )
    ).first()
    return None if row is None else Version(*row)
