"""What whoever hears an appeal, or was drawn to be the second person, reads: that one matter, and each time logged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.viewer import Viewer
from app.basics.errors import NotFound
from app.storage.sealing import HouseKey
from moderation.appeals import free, queries
from moderation.appeals.lines import Said, lines_of
from moderation.appeals.queries import AppealToHear
from moderation.cases import evidence
from moderation.cases.copies import Kept
from moderation.cases.models import Case
from moderation.decided.models import Agreement, DecisionRow
from moderation.decided.notices import Notice, notice_of
from moderation.decided.saying import waits
from moderation.jurors.queries import took_part
from moderation.openness.reading import log


@dataclass(frozen=True, slots=True)
class Matter:
    """A decision as its subject reads it, and the sealed copies of what it is about, opened. `case_number`: 0 for none.

    Nothing here tells who reported, or who decided.
    """

    notice: Notice
    copies: Sequence[Kept]
    case_number: int


@dataclass(frozen=True, slots=True)
class Heard:
    """An appeal with all that whoever hears it reads."""

    appeal: AppealToHear
    matter: Matter
    lines: Sequence[Said]


def of_appeal(
    session: Session, who: Viewer, appeal_id: int, *, key: HouseKey, now: datetime, language: str = ""
) -> Heard:
    """For whoever may hear it. Raises NotFound, Forbidden."""
    appeal = queries.hearing(session, who, appeal_id, key=key)
    log(session, who, "appeal", appeal.case_id, key=key, now=now)
    decision = session.get_one(DecisionRow, appeal.decision_id)
    return Heard(appeal, _matter(session, decision, key, language), lines_of(session, appeal_id, key=key))


def of_decision(
    session: Session, who: Viewer, decision_id: int, *, key: HouseKey, now: datetime, language: str = ""
) -> Matter:
    """For a member who was drawn to be the second to decide, while it waits for them. Raises NotFound, Forbidden."""
    decision = session.get(DecisionRow, decision_id)
    if decision is None or not waits(decision) or not took_part(session, who, decision_id, "agree"):
        raise NotFound
    free.must_not_be_its_subject_or_tied(session, who, decision, key=key)
    log(session, who, "decision", decision.case_id, key=key, now=now)
    return _matter(session, decision, key, language)


def has_said(session: Session, account_id: int, decision_id: int) -> bool:
    """Whether somebody has said yes or no to a decision already."""
    return session.get(Agreement, (decision_id, account_id)) is not None


def _matter(session: Session, decision: DecisionRow, key: HouseKey, language: str) -> Matter:
    number = session.scalar(select(Case.number).where(Case.id == decision.case_id)) or 0
    kept = () if decision.case_id is None else evidence.of_case(session, decision.case_id, key=key)
    return Matter(notice_of(session, decision, key=key, language=language), kept, number)
