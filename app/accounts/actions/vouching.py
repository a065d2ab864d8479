"""A member answers for a newcomer, and may take it back while they wait."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.accounts.actions.admitting import is_new, let_in_if_that_is_enough, who_waits
from app.accounts.models import Vouch
from app.basics.errors import Forbidden, Refused

NEW_YOURSELF = "You are new here yourself. For a while you cannot vouch for others."


def vouch(session: Session, voucher_id: int, newcomer_id: int, *, now: datetime) -> None:
    """Answer for somebody; twice changes nothing. Perhaps that lets them in.

    Raises NotFound when nobody waits, Refused for oneself, Forbidden for whoever is new.
    """
    newcomer = who_waits(session, newcomer_id)
    if voucher_id == newcomer_id:
        raise Refused("You cannot vouch for yourself.")
    must_not_be_new(session, voucher_id)
    if session.get(Vouch, (newcomer_id, voucher_id)) is None:
        session.add(Vouch(newcomer_id=newcomer_id, voucher_id=voucher_id, vouched_at=now))
        session.flush()
    let_in_if_that_is_enough(session, newcomer, now=now)


def take_back(session: Session, voucher_id: int, newcomer_id: int) -> None:
    """No longer; raises NotFound when nobody waits any more."""
    who_waits(session, newcomer_id)
    given = session.get(Vouch, (newcomer_id, voucher_id))
    if given is not None:
        session.delete(given)


def must_not_be_new(session: Session, account_id: int) -> None:
    """Raises Forbidden for whoever waits or is on probation."""
    if is_new(session, account_id):
        raise Forbidden(NEW_YOURSELF)
