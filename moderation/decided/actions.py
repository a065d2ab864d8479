"""What whoever a decision is about does with it, beside appealing."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.notifications.queries import mark_seen
from moderation.decided.models import DecisionRow
from moderation.decided.telling import KIND


def note_seen(session: Session, account_id: int, decision_id: int, *, now: datetime) -> None:
    """They have read it: the dot that called them is gone. Changes nothing of somebody else's."""
    mine = DecisionRow.id == decision_id, DecisionRow.account_id == account_id, DecisionRow.seen_at.is_(None)
    session.execute(update(DecisionRow).where(*mine).values(seen_at=now))
    mark_seen(session, account_id, (KIND,))
