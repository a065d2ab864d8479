"""Passkeys as second factors: kept, used, removed."""

from datetime import datetime
from typing import Final

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts.models import Passkey
from app.accounts.passkeys import Made, PasskeyRefused
from app.accounts.second_queries import MOST_PASSKEYS, PasskeyFacts, factors_of
from app.basics.errors import Invalid, NotFound, Refused
from app.basics.ids import untimed_id
from app.basics.text import one_line

LONGEST_LABEL: Final = 40


def checked_label(label: str) -> str:
    """What the member calls it; nothing is fine too. Raises Invalid."""
    tidy = one_line(label)
    if len(tidy) > LONGEST_LABEL:
        raise Invalid("label", "That is too long: at most 40 characters.")
    return tidy


def keep_passkey(session: Session, account_id: int, made: Made, label: str, *, now: datetime) -> None:
    """From now on this passkey will do at each sign-in. Raises Refused for too many, PasskeyRefused for a known one."""
    if len(factors_of(session, account_id).passkeys) >= MOST_PASSKEYS:
        raise Refused("You have ten passkeys. Remove one first.")
    passkey = Passkey(
        id=untimed_id(),
        account_id=account_id,
        credential_id=made.credential_id,
        public_key=made.public_key,
        sign_count=made.sign_count,
        label=checked_label(label),
        made_on=now.strftime("%Y-%m-01"),
    )
    try:
        with session.begin_nested():
            session.add(passkey)
    except IntegrityError as error:
        raise PasskeyRefused from error


def use_passkey(session: Session, passkey: PasskeyFacts, new_count: int) -> None:
    """Note its count. Raises PasskeyRefused when it was removed meanwhile, or the count was used meanwhile."""
    noted = session.execute(
        update(Passkey)
        .where(Passkey.id == passkey.id, Passkey.sign_count == passkey.sign_count)
        .values(sign_count=new_count)
        .returning(Passkey.id)
    ).all()
    if not noted:
        raise PasskeyRefused


def remove_passkey(session: Session, account_id: int, passkey_id: int) -> None:
    """One of the member's own; raises NotFound, also for somebody else's."""
    gone = session.execute(
        delete(Passkey).where(Passkey.id == passkey_id, Passkey.account_id == account_id).returning(Passkey.id)
    ).all()
    if not gone:
        raise NotFound
