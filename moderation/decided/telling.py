"""Telling whoever a decision is about, at once and in the decision's own transaction (P14)."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Account
from app.notifications.telling import note
from moderation.decided.models import DecisionRow
from moderation.measures import Measure

KIND = "moderation_warning"


def tell_subject(session: Session, row: DecisionRow, *, now: datetime) -> None:
    """Nothing a member chose of their news keeps it from them. That there was no breach rings no bell: it is listed."""
    if row.measure == Measure.NO_BREACH or row.account_id is None:
        return
    is_ours = session.scalar(select(Account.id).where(Account.id == row.account_id, Account.host == ""))
    if is_ours is not None:
        note(session, row.account_id, KIND, row.account_id, None, now=now, decision_id=row.id)
