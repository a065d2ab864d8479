"""Shutting every door at once: when somebody gives the alarm, and when a backup is restored."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.accounts.models import AppToken, AuthorisationCode, FriendsReturn, Invitation, SignIn

_WAYS_IN = (SignIn, AppToken, AuthorisationCode, FriendsReturn)

EMPTIED = tuple(kind.__tablename__ for kind in _WAYS_IN)
"""The tables that `end_every_way_in` leaves empty."""


def end_every_way_in(session: Session) -> None:
    """Sign everybody out, in browsers and in apps; what is on its way to letting somebody in ends as well."""
    for kind in _WAYS_IN:
        session.execute(delete(kind))


def withdraw_invitations(session: Session) -> None:
    """No link that was given out works any more; a backup does not know which of its own were used since."""
    session.execute(delete(Invitation))
