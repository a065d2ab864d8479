"""Against a raid: people here close the door, or slow everybody down, for a time. Both end by themselves."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import CursorResult, delete
from sqlalchemy.orm import Session

from app.accounts import rules
from app.accounts.models import Community, Invitation
from app.basics.errors import Invalid

HOURS: Final = (1, 6, 24, 72)


def close_door(session: Session, role: str, hours: int, *, now: datetime) -> None:
    """Nobody joins for so long; invitations keep. Raises Forbidden, Invalid."""
    rules.must_be_moderator(role)
    session.get_one(Community, 1).door_closed_until = now + _checked(hours, "door")


def open_door(session: Session, role: str) -> None:
    """Before its time."""
    rules.must_be_moderator(role)
    session.get_one(Community, 1).door_closed_until = None


def slow_down(session: Session, role: str, hours: int, *, now: datetime) -> None:
    """For so long everybody posts, follows and invites less often. Raises Forbidden, Invalid."""
    rules.must_be_moderator(role)
    session.get_one(Community, 1).slow_until = now + _checked(hours, "pace")


def go_on(session: Session, role: str) -> None:
    """As usual again, before its time."""
    rules.must_be_moderator(role)
    session.get_one(Community, 1).slow_until = None


def revoke_every_invitation(session: Session, role: str) -> int:
    """Every link that is out, whoever made it; how many. The setup link is the host's and stays."""
    rules.must_be_moderator(role)
    done = session.execute(delete(Invitation).where(~Invitation.is_setup))
    return done.rowcount if isinstance(done, CursorResult) else 0


def _checked(hours: int, field: str) -> timedelta:
    if hours not in HOURS:
        raise Invalid(field, "Please choose for how long.")
    return timedelta(hours=hours)
