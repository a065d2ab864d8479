"""A member says that they can be drawn, and takes it back."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.storage.inserting import insert_missing
from moderation.jurors.models import Drawn, Juror


def consent(session: Session, account_id: int, *, now: datetime) -> None:
    """From now on they may be drawn; twice changes nothing."""
    insert_missing(session, Juror, {"account_id": account_id, "since": now})


def take_back(session: Session, account_id: int) -> None:
    """Nobody draws them any more, and what they were asked and had not answered is not asked."""
    session.execute(delete(Juror).where(Juror.account_id == account_id))
    session.execute(delete(Drawn).where(Drawn.account_id == account_id, Drawn.answer == ""))


def consents(session: Session, account_id: int) -> bool:
    """Whether this member can be drawn."""
    return session.get(Juror, account_id) is not None
