"""The case that is decided: held while it is, closed when it is, and put back where a decision does not hold."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.basics.errors import NotFound
from moderation.cases.destroying import keep_until
from moderation.cases.models import Case
from moderation.cases.telling import tell_outcome
from moderation.decided.models import DecisionRow


def held_case(session: Session, case_id: int) -> Case:
    """The case, whose row nobody else changes before this transaction ends; raises NotFound."""
    case = session.get(Case, case_id, with_for_update=True, populate_existing=True)
    if case is None:
        raise NotFound
    return case


def close(session: Session, row: DecisionRow, *, now: datetime) -> None:
    """It is decided: whoever reported hears what came of it, and evidence stays for as long as the clause says."""
    if row.case_id is None:
        return
    case = held_case(session, row.case_id)
    case.state, case.closed_at = "decided", now
    session.flush()
    keep_until(session, case.id, row.evidence_until)
    tell_outcome(session, case.id, now=now)


def put_back(session: Session, row: DecisionRow) -> None:
    """Still to be decided, by whoever has it or by anybody."""
    if row.case_id is None:
        return
    case = held_case(session, row.case_id)
    if case.closed_at is None:
        case.state = "open" if case.taken_by is None else "taken"
