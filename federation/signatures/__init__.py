"""Who signed a request, and signing our own. Knows keys, bytes and a clock; no database, network, activity.

Two styles are spoken: draft-cavage-http-signatures-12 as the fediverse uses it, and RFC 9421. Reading has two
steps, so that whatever needs no key is decided before anybody looks for one:

    claim = read_claim(request, now=now, our_origin="https://house.example")   # raises Unverified
    verify(claim, public_key_of(claim.key_id))                                 # raises Unverified

A `Claim` is only a claim until `verify` returned. Whose key `claim.key_id` may be is for the gate to judge.
"""

from federation.signatures.incoming import read_claim, verify
from federation.signatures.keys import (
    SigningKey,
    fingerprint,
    load_private_key,
    load_public_key,
    new_private_key,
    public_pem,
)
from federation.signatures.outgoing import Style, sign
from federation.signatures.parts import WINDOW, Claim, SignedRequest

__all__ = [
    "WINDOW",
    "Claim",
    "SignedRequest",
    "SigningKey",
    "Style",
    "fingerprint",
    "load_private_key",
    "load_public_key",
    "new_private_key",
    "public_pem",
    "read_claim",
    "sign",
    "verify",
]
