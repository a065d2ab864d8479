"""Somebody who was drawn says whether they take the part."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.basics.errors import Conflict, NotFound
from moderation.jurors.models import Drawn

TOO_LATE = "You were asked for this until a while ago. By now others were asked."


def answer(session: Session, account_id: int, decision_id: int, *, yes: bool, now: datetime) -> None:
    """Yes or no, without a reason. Whoever said yes may still say no. Raises NotFound, Conflict when it is too late."""
    found = session.get(Drawn, (decision_id, account_id), with_for_update=True)
    if found is None or found.answer == "no":
        raise NotFound
    if found.answer == "" and found.answer_by <= now:
        raise Conflict(TOO_LATE)
    found.answer = "yes" if yes else "no"
