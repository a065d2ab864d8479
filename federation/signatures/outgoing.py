"""Signing what we send."""

from datetime import datetime
from typing import Literal

from federation.addresses import Address
from federation.signatures.keys import SigningKey

Style = Literal["cavage", "rfc9421"]
"""draft-cavage is understood by everybody; RFC 9421 is for whoever refuses it."""


def sign(
    method: str,
    address: Address,
    body: bytes | None,
    key: SigningKey,
    *,
    now: datetime,
    style: Style = "cavage",
) -> list[tuple[str, str]]:
    """The headers that a request needs to be ours: host, clock, digest (if there is a body) and signature."""
    # Their libraries take long to load: for the first signature, not at each start.
    from federation.signatures import cavage, rfc9421

    make = cavage.sign if style == "cavage" else rfc9421.sign
    return list(make(method, address, body, key, now=now).items())
