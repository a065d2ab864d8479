"""How evidence and closed cases end: once nobody can appeal any more, and then with everything of them (P9, P16)."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from app.basics.ids import id_at
from app.jobs.outbox import announce
from app.posts.events import BlobsOrphaned
from app.storage.portions import delete_some
from moderation.cases.ages import CLOSED_LAST, LETTERS_LAST
from moderation.cases.models import Case, Evidence, OutsideLetter

AT_ONCE: Final = 200
MOST_WAITING: Final = 40_000
_A_DAY: Final = id_at(datetime(1970, 1, 2, tzinfo=UTC))
"""By so much row ids grow in a day."""


def keep_until(session: Session, case_id: int, until: datetime) -> None:
    """From when on a decided case's evidence is destroyed."""
    session.execute(update(Evidence).where(Evidence.case_id == case_id).values(until=until))


def destroy_pictures(session: Session, case_id: int) -> None:
    """At once: under a clause whose pictures are not kept, the appeal is heard on the decider's description."""
    theirs = Evidence.case_id == case_id, Evidence.kind == "picture"
    _destroy(session, session.scalars(select(Evidence.id).where(*theirs)).all())


def forget_old(session: Session, now: datetime) -> bool:
    """A sweep: evidence whose time is over, cases closed long ago, letters from outside. Whether there may be more."""
    over = select(Evidence.id).where(Evidence.until <= now).order_by(Evidence.until).limit(AT_ONCE)
    evidence = session.scalars(over).all()
    _destroy(session, evidence)
    closed = select(Case.id).where(Case.closed_at <= now - CLOSED_LAST).order_by(Case.closed_at).limit(AT_ONCE)
    cases = session.scalars(closed).all()
    _destroy(session, session.scalars(select(Evidence.id).where(Evidence.case_id.in_(cases))).all())
    session.execute(delete(Case).where(Case.id.in_(cases)))
    letters = delete_some(session, OutsideLetter, OutsideLetter.made_at <= now - LETTERS_LAST, most=AT_ONCE)
    letters |= _make_room(session)
    return letters or AT_ONCE in {len(evidence), len(cases)}


def _make_room(session: Session) -> bool:
    """Of more unanswered letters than a flood brings in weeks it pushes out its own: the fullest days lose first.

    Of such a day the oldest. Nothing else counts: by what stayed its writer would learn who is here (P6).
    """
    waits = OutsideLetter.answered_at.is_(None)
    waiting = session.scalar(select(func.count()).select_from(OutsideLetter).where(waits)) or 0
    if waiting <= MOST_WAITING:
        return False
    newer = func.row_number().over(partition_by=OutsideLetter.id // _A_DAY, order_by=OutsideLetter.id.desc())
    of_a_day = select(OutsideLetter.id, newer.label("newer")).where(waits).subquery()
    first = select(of_a_day.c.id).order_by(of_a_day.c.newer.desc(), of_a_day.c.id)
    gone = session.scalars(first.limit(min(waiting - MOST_WAITING, AT_ONCE))).all()
    session.execute(delete(OutsideLetter).where(OutsideLetter.id.in_(gone)))
    return waiting - MOST_WAITING > AT_ONCE


def _destroy(session: Session, ids: Iterable[int]) -> None:
    """The rows, and by a job their files."""
    ids = list(ids)
    blobs = session.scalars(select(Evidence.blob).where(Evidence.id.in_(ids), Evidence.blob.is_not(None))).all()
    if blobs:
        announce(session, BlobsOrphaned(tuple(filter(None, blobs))))
    session.execute(delete(Evidence).where(Evidence.id.in_(ids)))
