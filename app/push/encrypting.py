"""A message that only one app can read (RFC 8291, in the coding of RFC 8188): what goes to a browser is empty."""

import os
from typing import Final

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.push.vapid import point_of

POINT: Final = 65
SECRET: Final = 16
RECORD: Final = 4096
_LAST_RECORD: Final = b"\x02"


def encrypted(
    plain: bytes,
    p256dh: bytes,
    auth: bytes,
    *,
    ours: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes | None = None,
) -> bytes:
    """One record. `p256dh` and `auth` are the app's; ours are made for this one message, unless a test gives them.

    Raises ValueError for a point that is not on the curve.
    """
    theirs = point(p256dh)
    ours, salt = ours or ec.generate_private_key(ec.SECP256R1()), salt or os.urandom(SECRET)
    sender = point_of(ours.public_key())
    shared = _derived(ours.exchange(ec.ECDH(), theirs), auth, b"WebPush: info\x00" + p256dh + sender, 32)
    content_key = _derived(shared, salt, b"Content-Encoding: aes128gcm\x00", 16)
    nonce = _derived(shared, salt, b"Content-Encoding: nonce\x00", 12)
    head = salt + RECORD.to_bytes(4, "big") + bytes([len(sender)]) + sender
    return head + AESGCM(content_key).encrypt(nonce, plain + _LAST_RECORD, None)


def point(p256dh: bytes) -> ec.EllipticCurvePublicKey:
    """Raises ValueError for what is none."""
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), p256dh)


def _derived(secret: bytes, salt: bytes, info: bytes, size: int) -> bytes:
    return HKDF(hashes.SHA256(), size, salt, info).derive(secret)
