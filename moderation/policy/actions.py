"""Agreeing to a version, having seen one, and who may read it. How one is published stands in `publishing`."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.accounts.models import Account, Community
from app.accounts.rules import must_be_steward
from moderation.policy import rules
from moderation.policy.queries import in_force_number, newest_number


def agree(session: Session, account_id: int, number: int, *, now: datetime) -> None:
    """The member agrees to the version in force; raises Conflict when another one is by now."""
    rules.must_be_the_newest(in_force_number(session, now=now), number)
    session.get_one(Account, account_id).agreed_policy = number


def put_away(session: Session, account_id: int, number: int) -> None:
    """The member has seen that there is such a version; nothing before it is announced to them either."""
    account = session.get_one(Account, account_id)
    account.seen_policy = max(account.seen_policy, min(number, newest_number(session)))


def let_strangers_read(session: Session, role: str, is_open: bool) -> None:
    """Whether `/policy` answers everybody or members alone; raises Forbidden."""
    must_be_steward(role)
    session.get_one(Community, 1).policy_is_open = is_open
