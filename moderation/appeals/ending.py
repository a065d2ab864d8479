"""How an appeal ends: one outcome, once, with all that comes of it in the same transaction."""

from datetime import datetime
from typing import Final, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.community import in_turn
from app.jobs.outbox import announce
from app.storage.sealing import HouseKey
from moderation import decisions
from moderation.appeals import evidence
from moderation.appeals.events import AppealEnded
from moderation.appeals.models import Appeal
from moderation.cases.telling import tell_outcome
from moderation.decided.models import DecisionRow
from moderation.decided.telling import tell_subject
from moderation.openness import log

Outcome = Literal["upheld", "overturned", "silence", "withdrawn"]
LIFTS: Final = frozenset({"overturned", "silence"})
MOST_AT_ONCE: Final = 50


def end(session: Session, appeal: Appeal, outcome: Outcome, *, key: HouseKey, now: datetime) -> None:
    """Overturned, or nobody answered: what was decided is lifted, and everything is restored whole here."""
    appeal.outcome, appeal.answered_at = outcome, now
    session.flush()
    decision = session.get_one(DecisionRow, appeal.decision_id)
    if outcome in LIFTS:
        decisions.overturn(session, decision.id, key=key, now=now)
    evidence.keep_as_long_as_needed(session, decision.case_id, now=now)
    if outcome != "withdrawn":
        tell_subject(session, decision, now=now)
    if decision.case_id is not None and outcome != "withdrawn":
        tell_outcome(session, decision.case_id, now=now)
    announce(session, AppealEnded(appeal.id))


def write_into_log(session: Session, appeal_id: int, *, now: datetime) -> None:
    """That a decision was upheld stands in the public log; that one was overturned comes there with its own fact."""
    appeal = session.get(Appeal, appeal_id)
    if appeal is not None and appeal.outcome == "upheld":
        log.record(session, appeal.decision_id, "upheld", now=now)


def end_in_silence(session: Session, now: datetime, *, key: HouseKey) -> bool:
    """A sweep: whoever was not answered in time is right. Whether there may be more.

    Easing needs no clause and no person (P13).
    """
    in_turn(session)  # as whoever decides
    overdue = session.scalars(
        select(Appeal).where(Appeal.answer_by <= now, Appeal.outcome == "").order_by(Appeal.answer_by)
        .limit(MOST_AT_ONCE).with_for_update(skip_locked=True)
    ).all()  # fmt: skip
    for appeal in overdue:
        end(session, appeal, "silence", key=key, now=now)
    return len(overdue) == MOST_AT_ONCE
