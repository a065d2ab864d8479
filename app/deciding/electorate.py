"""Who takes part in deciding: whoever lives here and is past probation. One account, one voice, whatever its role."""

from datetime import datetime

from sqlalchemy import ColumnElement, column, exists, func, or_, select, table
from sqlalchemy.orm import Session

from app.accounts.models import Account, AccountRestriction, Credential, Newcomer
from app.accounts.standing import SUSPENDING
from app.basics.errors import Forbidden
from app.deciding.models import Proposal
from app.storage.tables import Id, Moment

# What stands behind every restriction, and says since when. It is above this part of the house: by its name alone.
_DECISIONS = table("decisions", column("id", Id), column("in_force_at", Moment))

STILL_NEW = "You are new here. Once your probation is over you take part in deciding."


def how_many(session: Session, now: datetime, *, on: int = 0) -> int:
    """How many may vote now; `on` that proposal, among them those whom nobody had suspended when it was made."""
    return session.scalar(select(func.count()).select_from(Account).where(_votes(on, now))) or 0


def takes_part(session: Session, account_id: int, now: datetime) -> bool:
    """Whether this account may propose, object and vote."""
    found = session.scalar(select(Account.id).where(Account.id == account_id, _takes_part(now)))
    return found is not None


def must_take_part(session: Session, account_id: int, now: datetime) -> None:
    """Raises Forbidden with why not."""
    if not takes_part(session, account_id, now):
        raise Forbidden(STILL_NEW)


def may_vote(session: Session, account_id: int, proposal_id: int, now: datetime) -> bool:
    """Whether this account may vote on it: who takes part, and who was suspended since it was made (decision 0038)."""
    found = session.scalar(select(Account.id).where(Account.id == account_id, _votes(proposal_id, now)))
    return found is not None


def must_vote(session: Session, account_id: int, proposal_id: int, now: datetime) -> None:
    """Raises Forbidden with why not."""
    if not may_vote(session, account_id, proposal_id, now):
        raise Forbidden(STILL_NEW)


def _takes_part(now: datetime) -> ColumnElement[bool]:
    return ~Account.suspended & _lives_here(now)


def _votes(proposal_id: int, now: datetime) -> ColumnElement[bool]:
    """Nobody loses their vote by a decision in force since the question, however long before it was prepared."""
    asked_at = select(Proposal.proposed_at).where(Proposal.id == proposal_id).scalar_subquery()
    suspended_before = exists().where(
        AccountRestriction.account_id == Account.id,
        AccountRestriction.measure.in_(SUSPENDING),
        AccountRestriction.decision_id == _DECISIONS.c.id,
        _DECISIONS.c.in_force_at <= asked_at,
    )
    if not proposal_id:
        return _takes_part(now)
    return or_(~Account.suspended, ~suspended_before) & _lives_here(now)


def _lives_here(now: datetime) -> ColumnElement[bool]:
    here = exists().where(Credential.account_id == Account.id)
    is_new = exists().where(
        Newcomer.account_id == Account.id, or_(Newcomer.probation_until.is_(None), Newcomer.probation_until > now)
    )
    return (Account.host == "") & ~Account.waits & here & ~is_new
