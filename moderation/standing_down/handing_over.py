"""What somebody held goes to another, or back to the queue."""

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.accounts.viewer import Viewer
from app.storage.sealing import HouseKey
from moderation.appeals import free
from moderation.appeals.models import Appeal, Hearing
from moderation.cases.handling import give_back_all
from moderation.decided.models import DecisionRow


def hand_over_all(session: Session, account_id: int, successor: Viewer | None, *, key: HouseKey, now: datetime) -> None:
    """Cases and appeals that they took. Where the other has a part in one, it goes to the queue instead (P15)."""
    to_id = None if successor is None else successor.account_id
    give_back_all(session, account_id, to_id=to_id, key=key, now=now)
    for appeal, decision in _appeals_of(session, account_id):
        takes = successor is not None and free.has_no_part(session, successor, decision, key=key)
        appeal.heard_by = to_id if takes else None


def _appeals_of(session: Session, account_id: int) -> list[tuple[Appeal, DecisionRow]]:
    """Where they have said already what should come of it that stands, and another person looks at it anyway."""
    said = exists().where(Hearing.appeal_id == Appeal.id)
    rows = session.execute(
        select(Appeal, DecisionRow)
        .join(DecisionRow, DecisionRow.id == Appeal.decision_id)
        .where(Appeal.heard_by == account_id, Appeal.outcome == "", ~said)
    )
    return [(row[0], row[1]) for row in rows.all()]
