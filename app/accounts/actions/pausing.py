"""Hiding for a while: to everybody else the member is not there, and nothing of theirs is deleted."""

from sqlalchemy.orm import Session

from app.accounts.actions import stewards
from app.accounts.models import Account


def pause(session: Session, account_id: int, *, successor: str = "") -> None:
    """Profile, posts and name answer from now on as if there were no such member; no ally hears anything.

    The last steward hands the house over by it, and comes back as a member. Raises Invalid where they name nobody.
    """
    account = session.get_one(Account, account_id)
    stewards.must_leave_one_behind(session, account, successor)
    account.paused = True


def come_back(session: Session, account_id: int) -> None:
    """Everything is as it was. Changes nothing for somebody who does not pause."""
    session.get_one(Account, account_id).paused = False
