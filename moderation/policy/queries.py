"""Reading the versions of the policy. Who may is decided where it is shown: the text is nobody's."""

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
    """One version as it is read: `source` and `html` are its introduction."""

    number: int
    source: str
    html: str
    published_at: datetime
    in_force_at: datetime
    language: str
    words_since: int


def in_force_number(session: Session, *, now: datetime) -> int:
    """The version in force; 0 while there is none. A newer one that waits for its day is not."""
    return session.scalar(select(func.max(PolicyVersion.number)).where(PolicyVersion.in_force_at <= now)) or 0


def newest_number(session: Session) -> int:
    """The newest that is published, in force or not; 0 while there is none. The next one follows on it."""
    return session.scalar(select(func.max(PolicyVersion.number))) or 0


def coming(session: Session, *, now: datetime) -> tuple[int, datetime] | None:
    """(number, in force from) of the newest version that waits for its day, unless a newer one is in force."""
    newest = select(PolicyVersion.number, PolicyVersion.in_force_at).order_by(PolicyVersion.number.desc()).limit(1)
    row = session.execute(newest).first()
    return None if row is None or row[1] <= now else (row[0], row[1])


def in_force(session: Session, *, now: datetime) -> Version | None:
    """What is in force; None while there is no policy."""
    return _one(session, in_force_number(session, now=now))


def newest(session: Session) -> Version | None:
    """What was published last, in force or not; None while there is no policy."""
    return _one(session, newest_number(session))


def version(session: Session, number: int) -> Version:
    """That version; raises NotFound."""
    found = _one(session, number)
    if found is None:
        raise NotFound
    return found


def numbers(session: Session) -> Sequence[tuple[int, datetime]]:
    """(number, in force from) of every version, newest first."""
    rows = session.execute(
        select(PolicyVersion.number, PolicyVersion.in_force_at).order_by(PolicyVersion.number.desc()).limit(MOST)
    )
    return [(row[0], row[1]) for row in rows]


def _one(session: Session, number: int) -> Version | None:
    row = session.execute(
        select(
            PolicyVersion.number,
            PolicyVersion.source,
            PolicyVersion.html,
            PolicyVersion.published_at,
            PolicyVersion.in_force_at,
            PolicyVersion.language,
            PolicyVersion.words_since,
        ).where(PolicyVersion.number == number)
    ).first()
    return None if row is None else Version(*row)
