"""How long the sealed copies of what was decided about stay: until nobody can appeal any more (P16)."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from moderation.appeals.models import Appeal
from moderation.cases.destroying import destroy_pictures, keep_until
from moderation.cases.models import Case
from moderation.decided.models import DecisionRow
from moderation.measures import Measure
from moderation.policy.clauses import clause

# An answer on the last day is still read with what it was about.
READ_AFTERWARDS: Final = timedelta(days=1)


def after_decision(session: Session, decision_id: int, *, now: datetime) -> None:
    """Under a clause that keeps none the pictures are gone at once; the rest stays as long as the clause says.

    A hold decides nothing yet, nor does one person's word for a while: whoever decides has to see what it is about.
    """
    decision = session.get(DecisionRow, decision_id)
    if decision is None or decision.case_id is None or decision.measure == Measure.HOLD:
        return
    if decision.alone_until is not None:
        return
    if not clause(session, decision.policy_version, decision.clause_key).keeps_pictures:
        destroy_pictures(session, decision.case_id)
    keep_as_long_as_needed(session, decision.case_id, now=now)


def keep_as_long_as_needed(session: Session, case_id: int | None, *, now: datetime) -> None:
    """As long as the clause says, and while an appeal is heard; then a sweep destroys it.

    Nothing changes while the case is open: until then it is needed anyway.
    """
    if case_id is None or session.scalar(select(Case.closed_at).where(Case.id == case_id)) is None:
        return
    about_it = DecisionRow.case_id == case_id
    by_clause = session.scalar(select(func.max(DecisionRow.evidence_until)).where(about_it))
    heard_until = session.scalar(
        select(func.max(Appeal.answer_by))
        .join(DecisionRow, DecisionRow.id == Appeal.decision_id)
        .where(about_it, Appeal.outcome == "")
    )
    keep_until(session, case_id, max(by_clause or now, now if heard_until is None else heard_until + READ_AFTERWARDS))
