"""What both styles of signature share: the request, the claim, the clock and the digest."""

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from app.basics.errors import Unverified

WINDOW: Final = timedelta(minutes=5)
"""How far the signer's clock and ours may be apart, both ways."""

_BODILESS: Final = frozenset({"GET", "HEAD"})
_KEY_ID = re.compile(r"[\x21\x23-\x5b\x5d-\x7e]{1,2048}")
_UNPRINTABLE = re.compile(r"[^\t\x20-\x7e]")


@dataclass(frozen=True)
class SignedRequest:
    """A request as it arrived: `target` is path and query, `headers` raw and with duplicates kept."""

    method: str
    target: str
    headers: Sequence[tuple[str, str]]
    body: bytes = b""

    def values(self, name: str) -> list[str]:
        """Every value of a header, in order; `name` is lower-case."""
        return [value.strip(" \t") for key, value in self.headers if key.lower() == name]

    def only(self, name: str) -> str:
        """The one value of a header; raises Unverified where there is none, or more than one."""
        values = self.values(name)
        if len(values) != 1:
            raise Unverified(None, f"{len(values)} values of {name}")
        if _UNPRINTABLE.search(values[0]):
            raise Unverified(None, f"unprintable {name}")
        return values[0]

    @property
    def must_cover_body(self) -> bool:
        """Whether a signature that leaves the body out is worth nothing."""
        return self.method not in _BODILESS or bool(self.body)


@dataclass(frozen=True)
class Claim:
    """What a request says about its signer, sound in itself and still to be verified with the key.

    `fingerprint` names this very signature, whatever else in the request is changed: RSA PKCS#1 v1.5 has
    exactly one valid signature for a key and a message, so a replay store that keeps it sees every replay.
    """

    key_id: str
    message: bytes
    signature: bytes

    @property
    def fingerprint(self) -> bytes:
        return hashlib.sha256(self.signature).digest()


def must_name_a_key(key_id: str) -> str:
    """The key's id, if it is printable and unquoted; raises Unverified."""
    if not _KEY_ID.fullmatch(key_id):
        raise Unverified(None, "key id")
    return key_id


def must_be_recent(moment: datetime, now: datetime) -> None:
    """Raises Unverified for a moment outside the window."""
    if abs(now - moment) > WINDOW:
        raise Unverified(None, "clock")


def must_not_have_expired(seconds: int, now: datetime) -> None:
    """Raises Unverified for a signature whose signer gave it an end that has passed."""
    if datetime.fromtimestamp(seconds, UTC) < now:
        raise Unverified(None, "expired")


def strict_base64(text: str) -> bytes:
    """Decode the one canonical spelling; raises Unverified. (The standard decoder skips junk by default.)"""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Unverified(None, "base64") from error
    if base64.b64encode(data).decode("ascii") != text:
        raise Unverified(None, "base64")
    return data


def digest_of(body: bytes) -> str:
    """SHA-256 of a body in base64, as both styles of digest header carry it."""
    return base64.b64encode(hashlib.sha256(body).digest()).decode("ascii")


def must_match(body: bytes, digest: bytes) -> None:
    """Raises Unverified unless the digest is the SHA-256 of the body."""
    if not hmac.compare_digest(hashlib.sha256(body).digest(), digest):
        raise Unverified(None, "digest")
