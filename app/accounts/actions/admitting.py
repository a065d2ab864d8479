"""Newcomers: taken in as the house has chosen, let in or not, and after a while new no more (P3).

While somebody waits they are nobody here (`accounts.waits`). Once in, they are on probation: until it ends moderators
see who vouched for them. Then the row goes, and with it every vouch (`forgetting.forget_newness`).
"""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.accounts import rules
from app.accounts.models import Account, Community, Newcomer, Vouch
from app.accounts.rules import Admission
from app.basics.errors import Invalid, NotFound
from app.basics.text import tidy
from app.storage.deletions import note_deletion
from app.storage.portions import delete_some
from app.storage.sealing import HouseKey

WAITING_LASTS: Final = timedelta(days=30)
REFUSAL_LASTS: Final = timedelta(days=7)
LONGEST_REFUSAL: Final = 500

REFUSAL = "refusal of a newcomer"


def receive(session: Session, account_id: int, invited_by: int | None, *, now: datetime) -> None:
    """Begin somebody's time as a newcomer. Whoever invited them vouches for them first; perhaps that is enough."""
    house = session.get_one(Community, 1)
    newcomer = Newcomer(account_id=account_id, asked_at=now)
    session.add(newcomer)
    session.get_one(Account, account_id).waits = True
    session.flush()
    # Somebody may have come in, and begun to be new, between making the invitation and this.
    counts = house.admission != Admission.VOUCHES or invited_by is None or not is_new(session, invited_by)
    if invited_by is not None and counts:
        session.add(Vouch(newcomer_id=account_id, voucher_id=invited_by, vouched_at=now))
        session.flush()
    let_in_if_that_is_enough(session, newcomer, now=now)


def is_new(session: Session, account_id: int) -> bool:
    """Whether somebody waits or is on probation: they vouch for nobody."""
    return session.get(Newcomer, account_id) is not None


def who_waits(session: Session, newcomer_id: int) -> Newcomer:
    """Somebody who waits and was not refused, held until this is done; raises NotFound."""
    newcomer = session.get(Newcomer, newcomer_id, with_for_update=True)  # whoever acts at once is counted after
    if newcomer is None or newcomer.admitted_at is not None or newcomer.refusal is not None:
        raise NotFound("Nobody waits here any more.")
    return newcomer


def let_in(session: Session, role: str, newcomer_id: int, *, now: datetime) -> None:
    """A steward says yes. Raises Forbidden, NotFound."""
    rules.must_be_steward(role)
    _let_in(session, who_waits(session, newcomer_id), now=now)


def let_in_if_that_is_enough(session: Session, newcomer: Newcomer, *, now: datetime) -> None:
    """In, if what the house asks for is there."""
    house = session.get_one(Community, 1)
    vouches = session.scalar(select(func.count()).where(Vouch.newcomer_id == newcomer.account_id)) or 0
    if rules.is_let_in(Admission(house.admission), vouches, house.vouches_needed):
        _let_in(session, newcomer, now=now)


def refuse(session: Session, role: str, newcomer_id: int, sentence: str, *, key: HouseKey, now: datetime) -> None:
    """A moderator says no, and why. The newcomer reads it; then, or after a week at the least, their account goes.

    Raises Forbidden, NotFound, Invalid for a refusal without a reason.
    """
    rules.must_be_moderator(role)
    words = tidy(sentence)
    if not words:
        raise Invalid("sentence", "Please say why, in a sentence. They read it before their account goes.")
    if len(words) > LONGEST_REFUSAL:
        raise Invalid("sentence", "This is too long: at most 500 characters.")
    newcomer = who_waits(session, newcomer_id)
    newcomer.refusal = key.seal(words.encode(), REFUSAL)
    newcomer.asked_at = max(newcomer.asked_at, now - WAITING_LASTS + REFUSAL_LASTS)
    session.execute(delete(Vouch).where(Vouch.newcomer_id == newcomer_id))


def give_up(session: Session, account_id: int, *, key: HouseKey, now: datetime) -> None:
    """Whoever waits stops asking: the account goes at once and its name is free again. Raises NotFound."""
    account = session.get(Account, account_id)
    if account is None or not account.waits:
        raise NotFound
    note_deletion(session, "account", account.uri, key=key, now=now)
    session.execute(delete(Account).where(Account.id == account_id, Account.waits))


def choose_admission(
    session: Session, role: str, admission: str, vouches_needed: int, probation_days: int, *, now: datetime
) -> None:
    """How people come in from now on. Whoever waits and has by now what is asked for is in at once.

    Raises Forbidden, Invalid naming the field.
    """
    rules.must_be_steward(role)
    house = session.get_one(Community, 1)
    house.admission = rules.checked_admission(admission)
    house.vouches_needed = rules.checked_vouches(vouches_needed)
    house.probation_days = rules.checked_probation(probation_days)
    session.flush()
    for newcomer in session.scalars(
        select(Newcomer).where(Newcomer.admitted_at.is_(None), Newcomer.refusal.is_(None)).limit(1_000)
    ).all():
        let_in_if_that_is_enough(session, newcomer, now=now)


def forget_waiting(session: Session, now: datetime) -> bool:
    """A sweep: the accounts of those who waited in vain. Whether there may be more."""
    in_vain = select(Newcomer.account_id).where(
        Newcomer.admitted_at.is_(None), Newcomer.asked_at <= now - WAITING_LASTS
    )
    return delete_some(session, Account, Account.waits.is_(True), Account.id.in_(in_vain))


def _let_in(session: Session, newcomer: Newcomer, *, now: datetime) -> None:
    days = session.get_one(Community, 1).probation_days
    session.get_one(Account, newcomer.account_id).waits = False
    if days == 0:
        session.delete(newcomer)
        return
    newcomer.admitted_at, newcomer.probation_until = now, now + timedelta(days=days)
