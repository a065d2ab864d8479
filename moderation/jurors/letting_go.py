"""Whoever took a part and does nothing in it is let go, so that somebody else can be drawn in time."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session

from moderation.appeals.models import Appeal, Hearing
from moderation.decided.models import Agreement, DecisionRow
from moderation.jurors.answering import has_days_again
from moderation.jurors.models import Drawn

AT_ONCE: Final = 50


def let_go(session: Session, now: datetime) -> None:
    """A sweep. What they had of it goes back to those who may hear it; nobody asks them why, nor for this again."""
    for drawn in _idle(session, now, _is_asked_to_agree()):
        drawn.answer = "let"
    for appeal in _with_idle(session, now):
        for drawn in _idle(session, now, _is_asked_to_hear(), Drawn.decision_id == appeal.decision_id):
            drawn.answer = "let"
            if appeal.heard_by == drawn.account_id:
                appeal.heard_by = None
        has_days_again(session, appeal.decision_id, now=now)


def _with_idle(session: Session, now: datetime) -> Sequence[Appeal]:
    """Held first, as whoever does something in an appeal holds it: neither waits for the other."""
    idle = exists().where(Drawn.decision_id == Appeal.decision_id, *_days_are_over(now), _can_act())
    query = select(Appeal).where(Appeal.outcome == "", idle).order_by(Appeal.id).limit(AT_ONCE)
    return session.scalars(query.with_for_update(skip_locked=True)).all()


def _idle(session: Session, now: datetime, *which: ColumnElement[bool]) -> Sequence[Drawn]:
    """Their days are over, it waits for them, and they have not said what they think."""
    query = select(Drawn).where(*_days_are_over(now), *which).order_by(Drawn.answer_by).limit(AT_ONCE)
    return session.scalars(query.with_for_update(skip_locked=True)).all()


def _days_are_over(now: datetime) -> Sequence[ColumnElement[bool]]:
    return Drawn.answer == "yes", Drawn.answer_by <= now


def _is_asked_to_agree() -> ColumnElement[bool]:
    waits = or_(DecisionRow.in_force_at.is_(None), DecisionRow.alone_until.is_not(None))
    said = exists().where(Agreement.decision_id == Drawn.decision_id, Agreement.account_id == Drawn.account_id)
    decision = exists().where(DecisionRow.id == Drawn.decision_id, DecisionRow.over_at.is_(None), waits)
    return and_(Drawn.part == "agree", decision, ~said)


def _is_asked_to_hear() -> ColumnElement[bool]:
    return exists().where(Appeal.decision_id == Drawn.decision_id, Appeal.outcome == "", _can_act())


def _can_act() -> ColumnElement[bool]:
    """Over `appeals` and `drawn_jurors`. Theirs, or nobody's, or the first has answered: else they can only wait."""
    heard = exists().where(Hearing.appeal_id == Appeal.id).correlate(Appeal)
    by_them = exists().where(Hearing.appeal_id == Appeal.id, Hearing.account_id == Drawn.account_id)
    their_turn = or_(Appeal.heard_by.is_(None), Appeal.heard_by == Drawn.account_id, heard)
    return and_(Drawn.part == "hear", their_turn, ~by_them.correlate(Appeal, Drawn))
