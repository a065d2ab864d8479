"""The house's own key for push services, and the word with which it shows itself (RFC 8292)."""

import base64
from datetime import datetime
from typing import Final

import msgspec
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from cryptography.hazmat.primitives.serialization import load_der_private_key as load

_HALF_A_DAY: Final = 12 * 3600
_COORDINATE: Final = 32


def new_key() -> tuple[bytes, bytes]:
    """(private, public): PKCS#8 and the uncompressed point of 65 bytes."""
    private = ec.generate_private_key(ec.SECP256R1())
    return private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()), point_of(private.public_key())


def point_of(public: ec.EllipticCurvePublicKey) -> bytes:
    """As browsers and RFC 8291 write it."""
    return public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def authorization(private: bytes, public: bytes, *, audience: str, house: str, now: datetime) -> str:
    """The header's value for one service: the same for everybody, for half a day.

    `audience` is the service's origin. `house` is ours, which some services demand: whom to ask when we misbehave.
    """
    until = (int(now.timestamp()) // _HALF_A_DAY + 2) * _HALF_A_DAY
    said = _joined({"typ": "JWT", "alg": "ES256"}) + b"." + _joined({"aud": audience, "exp": until, "sub": house})
    token = (said + b"." + _written(_signature(private, said))).decode()
    return f"vapid t={token}, k={in_words(public)}"


def in_words(value: bytes) -> str:
    """URL-safe base64 without padding."""
    return _written(value).decode()


def _signature(private: bytes, said: bytes) -> bytes:
    """ES256 (RFC 7518, section 3.4), alike each time for the same bytes (RFC 6979)."""
    key = load(private, None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError("not a P-256 key")
    r, s = decode_dss_signature(key.sign(said, ec.ECDSA(hashes.SHA256(), deterministic_signing=True)))
    return r.to_bytes(_COORDINATE, "big") + s.to_bytes(_COORDINATE, "big")


def _joined(part: dict[str, object]) -> bytes:
    return _written(msgspec.json.encode(part))


def _written(value: bytes) -> bytes:
    return base64.urlsafe_b64encode(value).rstrip(b"=")
