"""Between the passphrase and the second factor: who has proven the first, known to their browser alone.

A token sealed with the house key stands in the page's form for five minutes; the server keeps nothing of it.
"""

import base64
import os
from binascii import Error as NotBase64
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from typing import Final

import msgspec

from app.accounts.secrets import Passphrase
from app.basics.errors import Refused
from app.storage.member_keys import MemberKey
from app.storage.sealing import HouseKey, SealBroken

LASTS: Final = 300  # seconds
_LONGEST: Final = 2000


class StepOver(Refused):
    """Too late, altered, used, or the passphrase is another by now: one sentence for all."""

    safe = "That took too long. Please sign in again."


class _Written(msgspec.Struct, array_like=True):
    account_id: int
    member_key: bytes
    at: int
    challenge: bytes
    mark: bytes
    code_hash: bytes = b""
    stored: str = ""
    wrapping_key: bytes = b""


@dataclass(frozen=True, slots=True)
class Pending:
    """Somebody who has proven the first factor.

    `mark` tells whether the passphrase is still the one that was proven. `challenge` is random: a passkey signs it,
    and it is what makes the token work once. With a recovery code, `code_hash` and the new `passphrase` wait here.
    """

    account_id: int
    member_key: MemberKey
    at: int
    challenge: bytes = field(repr=False)
    mark: bytes = field(repr=False)
    code_hash: bytes = field(default=b"", repr=False)
    passphrase: Passphrase | None = None

    @property
    def ends_at(self) -> int:
        """Seconds since 1970."""
        return self.at + LASTS


def begun(
    account_id: int,
    member_key: MemberKey,
    stored: str,
    *,
    now: datetime,
    code_hash: bytes = b"",
    passphrase: Passphrase | None = None,
) -> Pending:
    """`stored` is the credential that was proven, or that stands until the recovery is through."""
    at = int(now.timestamp())
    return Pending(account_id, member_key, at, os.urandom(32), mark_of(stored), code_hash, passphrase)


def mark_of(stored: str) -> bytes:
    """Changes with the passphrase, and tells nothing of it."""
    return blake2b(stored.encode(), digest_size=16, person=b"pending").digest()


def sealed(pending: Pending, key: HouseKey) -> str:
    """The token for the form."""
    new = pending.passphrase
    written = _Written(
        pending.account_id,
        pending.member_key.secret,
        pending.at,
        pending.challenge,
        pending.mark,
        pending.code_hash,
        new.stored if new else "",
        new.wrapping_key if new else b"",
    )
    return base64.urlsafe_b64encode(key.seal(msgspec.msgpack.encode(written), "second step")).decode()


def opened(token: str, key: HouseKey, *, now: datetime) -> Pending:
    """Raises StepOver, also for a token from a time that is still to come: the clock was set back."""
    if len(token) > _LONGEST:
        raise StepOver
    try:
        plain = key.open(base64.b64decode(token.encode("ascii"), b"-_", validate=True), "second step")
    except (NotBase64, UnicodeEncodeError, SealBroken) as error:
        raise StepOver from error
    found = msgspec.msgpack.decode(plain, type=_Written)
    if not 0 <= int(now.timestamp()) - found.at < LASTS:
        raise StepOver
    passphrase = Passphrase(found.stored, found.wrapping_key) if found.stored else None
    key_of_member = MemberKey(found.member_key)
    return Pending(found.account_id, key_of_member, found.at, found.challenge, found.mark, found.code_hash, passphrase)
