"""Archives under a passphrase, in age's own format (c2sp.org/age): whoever has the `age` program can open them.

The work is always the same. Libraries measure how fast the machine is in that moment: while it is busy they make locks
that are weak, and take the right passphrase for a wrong one.
"""

import hashlib
import hmac
import os
import re
from base64 import b64decode, b64encode
from collections.abc import Iterator
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.basics.errors import Invalid, Refused

MAGIC: Final = b"age-encryption.org/v1\n"
# scrypt takes 1 KiB times two to this power: as much as the `age` program takes, about a second,
# and half a gigabyte is the most that a stranger's file may ask of us.
HARD: Final = 18
HARDEST: Final = 19

_HEAD = re.compile(rb"age-encryption\.org/v1\n-> scrypt ([A-Za-z0-9+/]{22}) ([1-9][0-9]?)\n")
_REST = re.compile(rb"([A-Za-z0-9+/]{43})\n---(?= ([A-Za-z0-9+/]{43})\n)")
_END = 45  # bytes from the end of what is signed to the first of what is locked
_CHUNK = 64 * 1024
_NONCE = 16
_TAG = 16


def lock(plain: bytes, passphrase: str) -> bytes:
    """Takes about a second: that is what makes a passphrase hard to guess."""
    key, salt, nonce = os.urandom(16), os.urandom(16), os.urandom(_NONCE)
    kept = ChaCha20Poly1305(_stretched(passphrase, salt, HARD)).encrypt(bytes(12), key, None)
    head = MAGIC + b"-> scrypt %s %d\n%s\n---" % (_written(salt), HARD, _written(kept))
    pieces = [head, b" %s\n" % _written(_signature(key, head)), nonce]
    cipher = ChaCha20Poly1305(_derived(key, nonce, b"payload"))
    pieces += (cipher.encrypt(number, each, None) for number, each in _numbered(plain, _CHUNK))
    return b"".join(pieces)


def unlock(locked: bytes, passphrase: str) -> bytes:
    """Raises Invalid for another passphrase, Refused for what no passphrase opens here."""
    head = _HEAD.match(locked)
    if head is None:
        raise Refused("This archive is not encrypted with a passphrase, so it cannot be opened here.")
    if int(head[2]) > HARDEST:
        raise Refused("This archive takes too much to open here. Open it on your own device with age first.")
    if not passphrase:
        raise Invalid("archive_passphrase", "This archive is encrypted. Please type its passphrase.")
    try:
        return _opened(locked, head, passphrase)
    except (InvalidTag, ValueError) as error:
        raise Invalid("archive_passphrase", "This passphrase does not open the archive.") from error


def _opened(locked: bytes, head: re.Match[bytes], passphrase: str) -> bytes:
    """Raises InvalidTag or ValueError for another passphrase, and for whatever was altered or cut off."""
    rest = _REST.match(locked, head.end())
    if rest is None:
        raise ValueError("an archive out of shape")
    stretched = _stretched(passphrase, _read(head[1]), int(head[2]))
    key = ChaCha20Poly1305(stretched).decrypt(bytes(12), _read(rest[1]), None)
    if not hmac.compare_digest(_signature(key, locked[: rest.end()]), _read(rest[2])):
        raise ValueError("a head that was altered")
    begins = rest.end() + _END
    cipher = ChaCha20Poly1305(_derived(key, locked[begins : begins + _NONCE], b"payload"))
    sealed = memoryview(locked)[begins + _NONCE :]
    return b"".join(cipher.decrypt(number, each, None) for number, each in _numbered(sealed, _CHUNK + _TAG))


def _numbered(content: bytes | memoryview, size: int) -> Iterator[tuple[bytes, bytes | memoryview]]:
    """Piece by piece, each with its nonce: a number, and whether it is the last. Of nothing there is one, empty."""
    last = max(0, len(content) - 1) // size
    for number in range(last + 1):
        yield number.to_bytes(11, "big") + bytes([number == last]), content[number * size : (number + 1) * size]


def _stretched(passphrase: str, salt: bytes, hard: int) -> bytes:
    salt = b"age-encryption.org/v1/scrypt" + salt
    room = (1024 << hard) + 1024 * 1024
    return hashlib.scrypt(passphrase.encode(), salt=salt, n=1 << hard, r=8, p=1, maxmem=room, dklen=32)


def _signature(key: bytes, head: bytes) -> bytes:
    return hmac.digest(_derived(key, None, b"header"), head, "sha256")


def _derived(key: bytes, salt: bytes | None, purpose: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt, purpose).derive(key)


def _written(data: bytes) -> bytes:
    return b64encode(data).rstrip(b"=")


def _read(written: bytes) -> bytes:
    return b64decode(written + b"=" * (-len(written) % 4), validate=True)
