"""The first charter where several keep the house: one steward writes it, another says yes to the very same words.

What was written waits in no table. It travels in an address, sealed with the house key, which one gives the other.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import msgspec

from app.basics.errors import Conflict
from app.storage.sealing import HouseKey, SealBroken
from moderation.amending.charter import Wanted

LASTS: Final = timedelta(days=14)
LONGEST: Final = 2_000

NOT_TO_BE_READ = "This address is not whole, or older than two weeks. Please write the charter again."

_SEAL: Final = "first charter"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a steward asks another one to say yes to."""

    by: int
    wanted: Wanted
    until: datetime


def sealed(by: int, wanted: Wanted, *, key: HouseKey, now: datetime) -> str:
    """What stands in the address; it holds for two weeks."""
    plain = msgspec.json.encode(Asked(by, wanted, now + LASTS))
    return urlsafe_b64encode(key.seal(plain, _SEAL)).decode()


def opened(address: str, *, key: HouseKey, now: datetime) -> Asked:
    """Raises Conflict for what nobody here sealed, and for what is too old."""
    try:
        plain = key.open(urlsafe_b64decode(address[:LONGEST].encode("ascii", "replace")), _SEAL)
    except (SealBroken, ValueError) as error:
        raise Conflict(NOT_TO_BE_READ) from error
    asked = msgspec.json.decode(plain, type=Asked)
    if asked.until <= now:
        raise Conflict(NOT_TO_BE_READ)
    return asked
