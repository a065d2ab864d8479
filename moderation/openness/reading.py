"""The log of reading (P18): who read what is not public, as a chain to which rows are only ever added.

Each link holds a salted hash of who, what and when, and a hash over the head before and itself. The details lie sealed
beside it, are gone after a year, and the link stays: whoever has a head of earlier sees whether anything before it was
changed. Without one from outside it shows accidents, not a determined operator.
"""

import json
import secrets
from collections.abc import Mapping
from datetime import datetime
from hashlib import blake2b
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts.viewer import Viewer
from app.basics.errors import NotSignedIn, Unavailable
from app.storage.sealing import HouseKey
from app.storage.tables import to_millis
from moderation.openness.ages import DETAILS_LAST
from moderation.openness.models import Reading, ReadingDetails

DETAILS: Final = "reading"
SIZE, SALT = 32, 32
BEFORE_THE_FIRST: Final = bytes(SIZE)
_TRIES = 50


def log(session: Session, who: Viewer, what: str, case_id: int | None, *, key: HouseKey, now: datetime) -> int:
    """Add a link to the chain and the details to it; its number. `what` is a short fixed word, never a text.

    Two at once get a link each: whoever comes second goes on from the head of the first.
    """
    if who.account_id is None:
        raise NotSignedIn
    details = {"who": who.account_id, "what": what, "case": case_id, "at": to_millis(now)}
    salt = secrets.token_bytes(SALT)
    commitment = commitment_of(salt, details)
    for _ in range(_TRIES):
        number = _add_link(session, commitment)
        if number:
            sealed = key.seal(json.dumps({**details, "salt": salt.hex()}).encode(), DETAILS)
            session.add(ReadingDetails(number=number, sealed=sealed, until=now + DETAILS_LAST))
            session.flush()
            return number
    raise Unavailable


def forget_old(session: Session, now: datetime) -> None:
    """A sweep: the details of what was read long ago. The links stay."""
    session.execute(delete(ReadingDetails).where(ReadingDetails.until <= now))


def commitment_of(salt: bytes, details: Mapping[str, object]) -> bytes:
    """A hash of what was read that tells nothing to whoever does not have the salt."""
    plain = json.dumps(details, sort_keys=True, separators=(",", ":")).encode()
    return blake2b(plain, key=salt, digest_size=SIZE).digest()


def head_after(before: bytes, commitment: bytes) -> bytes:
    """The chain's head with one more link: both parts are of fixed length."""
    return blake2b(before + commitment, digest_size=SIZE).digest()


def _add_link(session: Session, commitment: bytes) -> int:
    """Its number; 0 where somebody else took that in the meantime."""
    newest = session.execute(select(Reading.number, Reading.head).order_by(Reading.number.desc()).limit(1)).first()
    number, before = (1, BEFORE_THE_FIRST) if newest is None else (newest[0] + 1, newest[1])
    try:
        with session.begin_nested():
            session.add(Reading(number=number, commitment=commitment, head=head_after(before, commitment)))
    except IntegrityError:
        return 0
    return number
