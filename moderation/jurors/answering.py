"""Somebody who was drawn says whether they take the part, and has some days from each thing that they do in it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.basics.errors import Conflict, NotFound
from moderation.jurors.models import Drawn

ACT_WITHIN: Final[Mapping[str, timedelta]] = {"agree": timedelta(days=1), "hear": timedelta(days=4)}
"""How long nothing may come of a part that somebody took. What one moderator did alone holds for three days: of these
one is for the answer, one for saying yes or no, and one for whoever is drawn after them."""

TOO_LATE = "You were asked for this until a while ago. By now others were asked."


def answer(session: Session, account_id: int, decision_id: int, *, yes: bool, now: datetime) -> None:
    """Yes or no, without a reason. Whoever said yes may still say no. Raises NotFound, Conflict when it is too late."""
    found = session.get(Drawn, (decision_id, account_id), with_for_update=True)
    if found is None or found.answer == "no":
        raise NotFound
    if found.answer == "let" or (found.answer == "" and found.answer_by <= now):
        raise Conflict(TOO_LATE)
    if yes and found.answer == "":
        found.answer_by = now + ACT_WITHIN[found.part]
    found.answer = "yes" if yes else "no"


def has_days_again(session: Session, decision_id: int, *, now: datetime) -> None:
    """Something happened in an appeal: whoever was drawn to hear it has all their days before them."""
    hears = Drawn.decision_id == decision_id, Drawn.part == "hear", Drawn.answer == "yes"
    session.execute(update(Drawn).where(*hears).values(answer_by=now + ACT_WITHIN["hear"]))
