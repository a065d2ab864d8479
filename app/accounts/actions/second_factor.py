"""One-time codes as a second factor: begun, ended, used. A recovery code may stand in for one, and is used up."""

from datetime import datetime
from typing import Final

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.accounts import one_time
from app.accounts.actions.codes import hash_of_code
from app.accounts.actions.signing_in import WrongCode, use_code_up
from app.accounts.models import Totp
from app.basics.errors import Conflict, Refused
from app.storage.sealing import HouseKey

SECRET: Final = "totp"  # noqa: S105 - the purpose of a seal


class WrongSecond(Refused):
    """Whatever was wrong with it."""

    safe = (
        "That does not hold. A code works once and for half a minute: wait for the next one, "
        "and look whether your device's clock is right."
    )


def begin_codes(session: Session, account_id: int, secret: str, code: str, *, key: HouseKey, now: datetime) -> None:
    """From now on a code is asked for at each sign-in, because this one held. Raises WrongSecond, Conflict."""
    step = one_time.step_meant(secret, code, now=now, after=0)
    if step is None:
        raise WrongSecond
    if session.get(Totp, account_id) is not None:
        raise Conflict("You have one-time codes already. End them first.")
    sealed = key.seal(secret.encode(), SECRET)
    session.add(Totp(account_id=account_id, secret_sealed=sealed, confirmed=True, last_step=step))


def end_codes(session: Session, account_id: int, code: str, *, key: HouseKey, now: datetime) -> None:
    """No more codes; with one of them or a recovery code. Raises WrongSecond, WrongCode."""
    use_code(session, account_id, code, key=key, now=now)
    session.execute(delete(Totp).where(Totp.account_id == account_id))


def use_code(session: Session, account_id: int, code: str, *, key: HouseKey, now: datetime) -> None:
    """A code from the device or from paper, whichever it is, once. Raises WrongSecond, WrongCode."""
    if one_time.looks_like_one(code):
        _use_one_time_code(session, account_id, code, key=key, now=now)
        return
    try:
        use_code_up(session, account_id, hash_of_code(key, code))
    except WrongCode as error:
        raise WrongSecond from error


def _use_one_time_code(session: Session, account_id: int, code: str, *, key: HouseKey, now: datetime) -> None:
    """The step is noted in the statement that looks at it, so that two who send one code do not both come in."""
    found = session.execute(
        select(Totp.secret_sealed, Totp.last_step).where(Totp.account_id == account_id, Totp.confirmed)
    ).one_or_none()
    if found is None:
        raise WrongSecond
    secret = key.open(found.secret_sealed, SECRET).decode()
    step = one_time.step_meant(secret, code, now=now, after=found.last_step)
    if step is None:
        raise WrongSecond
    noted = session.execute(
        update(Totp)
        .where(Totp.account_id == account_id, Totp.last_step < step)
        .values(last_step=step)
        .returning(Totp.account_id)
    ).all()
    if not noted:
        raise WrongSecond
