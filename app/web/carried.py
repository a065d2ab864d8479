"""What a page carries from one form to the next, sealed with the house key: the server keeps nothing meanwhile."""

import base64
from binascii import Error as NotBase64
from typing import Final

import msgspec

from app.basics.errors import Refused
from app.storage.sealing import SealBroken
from app.web.visiting import Visit

LASTS: Final = 900  # seconds
_LONGEST: Final = 2000


class TookTooLong(Refused):
    """Too late, altered, for another purpose or somebody else's: one sentence for all."""

    safe = "That took too long. Please begin again."


class _Carried(msgspec.Struct, array_like=True):
    account_id: int
    at: int
    words: tuple[str, ...]


def carry(who: Visit, purpose: str, *words: str) -> str:
    """For the member who is signed in, and nobody else."""
    carried = _Carried(who.me.account_id, int(who.now.timestamp()), words)
    return base64.urlsafe_b64encode(who.house.key.seal(msgspec.msgpack.encode(carried), purpose)).decode()


def carried(who: Visit, purpose: str, token: str) -> tuple[str, ...]:
    """The words; raises TookTooLong."""
    if len(token) > _LONGEST:
        raise TookTooLong
    try:
        plain = who.house.key.open(base64.b64decode(token.encode("ascii"), b"-_", validate=True), purpose)
    except (NotBase64, UnicodeEncodeError, SealBroken) as error:
        raise TookTooLong from error
    found = msgspec.msgpack.decode(plain, type=_Carried)
    if found.account_id != who.me.account_id or not 0 <= int(who.now.timestamp()) - found.at < LASTS:
        raise TookTooLong
    return found.words
