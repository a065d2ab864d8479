"""What people decided about an account or an ally takes effect here, and ends here. Nothing else changes a standing.

`moderation.decisions` calls it, in the transaction in which the decision comes into force: the database refuses a
restriction that no decision in force stands behind, and a standing without a restriction (P13).
"""

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.accounts.events import StandingChanged
from app.accounts.models import Account, AccountRestriction
from app.accounts.standing import SUSPENDING, Decision
from app.allies import restricting
from app.basics.errors import NotFound
from app.jobs.outbox import announce

_LIMITING = "limit"
_PAUSING_POSTING = "pause_posting"


def restrict(session: Session, decision: Decision) -> None:
    """It is in force from now on, whole; said twice it changes nothing. Raises NotFound for who is gone meanwhile."""
    if decision.measure in restricting.MEASURES and decision.ally_id is not None:
        restricting.restrict(session, decision.ally_id, decision.id, decision.measure, decision.ends_at)
        _limit_people_of(session, decision.ally_id)
        return
    account = _account_of(session, decision)
    session.merge(
        AccountRestriction(
            decision_id=decision.id, account_id=account.id, measure=decision.measure, ends_at=decision.ends_at
        )
    )
    session.flush()
    _stand_as_decided(session, account)


def ease(session: Session, decision: Decision) -> None:
    """It is over, whatever else stands. Changes nothing where it was over already, or its subject is gone."""
    if decision.measure in restricting.MEASURES and decision.ally_id is not None:
        restricting.ease(session, decision.ally_id, decision.id)
        _limit_people_of(session, decision.ally_id)
        return
    session.execute(delete(AccountRestriction).where(AccountRestriction.decision_id == decision.id))
    account = session.get(Account, decision.account_id) if decision.account_id is not None else None
    if account is not None:
        _stand_as_decided(session, account)


def _account_of(session: Session, decision: Decision) -> Account:
    account = session.get(Account, decision.account_id) if decision.account_id is not None else None
    if account is None:
        raise NotFound
    session.flush()
    return account


def _stand_as_decided(session: Session, account: Account) -> None:
    """The columns that every page reads follow from the restrictions that are there."""
    found = select(AccountRestriction.measure).where(AccountRestriction.account_id == account.id)
    measures = set(session.scalars(found))
    before = account.limited, account.suspended
    account.posting_paused = _PAUSING_POSTING in measures
    account.limited = _LIMITING in measures or restricting.is_limited(session, account.ally_id)
    account.suspended = not measures.isdisjoint(SUSPENDING)
    session.flush()
    if (account.limited, account.suspended) != before:
        announce(session, StandingChanged(account.id))


def _limit_people_of(session: Session, ally_id: int) -> None:
    """Each of an ally's people carries it, so that no page has to look at their house as well."""
    theirs = Account.ally_id == ally_id
    if restricting.is_limited(session, ally_id):
        session.execute(update(Account).where(theirs, ~Account.limited).values(limited=True))
        return
    alone = select(AccountRestriction.account_id).where(AccountRestriction.measure == _LIMITING)
    session.execute(update(Account).where(theirs, Account.limited, Account.id.not_in(alone)).values(limited=False))
