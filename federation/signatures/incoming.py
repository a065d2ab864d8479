"""Reading who a request says has signed it, and finding out whether that is true."""

import re
from datetime import datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from app.basics.errors import Unverified
from federation.signatures.keys import load_public_key, must_be_sound, rsa_verify
from federation.signatures.parts import Claim, SignedRequest

_METHOD = re.compile(r"[A-Z]{1,16}")
_TARGET = re.compile(r"/[\x21-\x7e]{0,4095}")


def read_claim(request: SignedRequest, *, now: datetime, our_origin: str) -> Claim:
    """Everything that needs no key: form, coverage, digest, clock and host. No I/O; raises Unverified.

    `our_origin` is ours as settings spell it. `Signature-Input` means RFC 9421, its absence draft-cavage.
    """
    # Their libraries take long to load: for the first signature, not at each start.
    from federation.signatures import cavage, rfc9421

    if not _METHOD.fullmatch(request.method) or not _TARGET.fullmatch(request.target):
        raise Unverified(None, "request line")
    try:
        if request.values("signature-input"):
            return rfc9421.read(request, now=now, our_origin=our_origin)
        return cavage.read(request, now=now, our_host=our_origin.partition("://")[2])
    except Unverified:
        raise
    # Both libraries raise what they like, down to bare Exception; whatever it is, nobody was verified.
    except Exception as error:
        raise Unverified(None, type(error).__name__) from error


def verify(claim: Claim, key: RSAPublicKey | str) -> None:
    """Returns if the claim's key made the claim's signature; raises Unverified. The key may be PEM."""
    public = load_public_key(key) if isinstance(key, str) else must_be_sound(key)
    try:
        rsa_verify(public, claim.signature, claim.message)
    except InvalidSignature as error:
        raise Unverified(None, "signature") from error
