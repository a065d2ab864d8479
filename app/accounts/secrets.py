"""Passphrases, recovery codes, tokens and signing keys: how they are made and checked. No table here."""

import asyncio
import base64
import hmac
import os
import secrets
from binascii import Error as NotBase64
from dataclasses import dataclass, field
from hashlib import blake2b

from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

# OWASP's Password Storage Cheat Sheet: argon2id, 19 MiB, two passes, one lane. About 20 ms.
PASSES, MEMORY, LANES = 2, 19 * 1024, 1
_FORM = f"$parasol-argon2id$m={MEMORY},t={PASSES},p={LANES}$"
_SALT = 16
_HALF = 32

AT_ONCE = 2
RECOVERY_CODES = 8
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that looks like something else

_gates: dict[int, asyncio.Semaphore] = {}


@dataclass(frozen=True, slots=True)
class Passphrase:
    """One run of argon2id gives two halves: `stored` tells the passphrase again, `wrapping_key` is kept nowhere.

    `stored` holds the settings, the salt and a hash of the first half; the second half wraps the member key (P10).
    """

    stored: str
    wrapping_key: bytes = field(repr=False)


async def made(passphrase: str) -> Passphrase:
    """A new passphrase; in a thread, few at once, so that a flood of sign-ins does not starve everybody."""
    async with _gate():
        return await asyncio.to_thread(made_now, passphrase)


async def opened(passphrase: str, stored: str | None) -> bytes | None:
    """The wrapping key, if this is the passphrase. Without one (no such name) it hashes all the same: None (P6)."""
    async with _gate():
        return await asyncio.to_thread(opened_now, passphrase, stored)


def made_now(passphrase: str) -> Passphrase:
    salt = os.urandom(_SALT)
    first, second = _run(passphrase, salt)
    return Passphrase(_FORM + "$".join([_text(salt), _text(_kept_of(first))]), second)


def opened_now(passphrase: str, stored: str | None) -> bytes | None:
    salt, kept = _read(stored)
    first, second = _run(passphrase, salt)
    return second if hmac.compare_digest(_kept_of(first), kept) else None


def _run(passphrase: str, salt: bytes) -> tuple[bytes, bytes]:
    """RFC 9106, argon2id, 64 bytes."""
    raw = hash_secret_raw(passphrase.encode("utf-8", "surrogatepass"), salt, PASSES, MEMORY, LANES, 2 * _HALF, Type.ID)
    return raw[:_HALF], raw[_HALF:]


def _kept_of(first: bytes) -> bytes:
    return blake2b(first, digest_size=_HALF, person=b"passphrase").digest()


def _read(stored: str | None) -> tuple[bytes, bytes]:
    """(salt, what is kept of the first half); nobody's, which no passphrase meets, for anything else."""
    try:
        if stored is None or not stored.startswith(_FORM):
            raise ValueError
        salt, kept = (base64.b64decode(part) for part in stored.removeprefix(_FORM).split("$"))
    except (ValueError, NotBase64):
        return os.urandom(_SALT), os.urandom(_HALF)
    return salt, kept


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _gate() -> asyncio.Semaphore:
    loop = id(asyncio.get_running_loop())
    if loop not in _gates:
        _gates.clear()
        _gates[loop] = asyncio.Semaphore(AT_ONCE)
    return _gates[loop]


def token_hash(token: str) -> bytes:
    """What is kept of a random token (a session, an invitation, an app's): 32 bytes of BLAKE2b.

    The tokens have 128 bits and more of their own, so no slow hash is needed.
    """
    return blake2b(token.encode("utf-8", "surrogatepass"), digest_size=32, person=b"token").digest()


def new_recovery_codes() -> list[str]:
    """Eight codes of 16 letters in groups of four, 79 bits each."""
    return ["-".join(_group() for _ in range(4)) for _ in range(RECOVERY_CODES)]


def new_lock_code() -> str:
    """Twelve letters in groups of four, 59 bits: to be typed in a hurry, on somebody else's device."""
    return "-".join(_group() for _ in range(3))


def is_lock_code(code: str) -> bool:
    """Whether it looks like one, however it was typed. That is no secret, and saves whoever is in a hurry a mistake."""
    tidy = tidy_code(code)
    return len(tidy) == 12 and set(tidy) <= set(_LETTERS)


def tidy_code(code: str) -> str:
    """A code as people type it back: any case, spaces or dashes."""
    return "".join(c for c in code.lower() if c.isalnum())


def suggest_passphrase() -> str:
    """Six made-up words of two syllables, about 74 bits: easy to say, to write down and to type on a phone."""
    return " ".join(_syllable() + _syllable() for _ in range(6))


def new_signing_key() -> tuple[bytes, str]:
    """A fresh RSA-2048 pair as PEM: (private PKCS#8, public SubjectPublicKeyInfo). Takes about 100 ms."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return (
        private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ),
        private.public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        .decode(),
    )


def _group() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(4))


def _syllable() -> str:
    return secrets.choice("bdfghjklmnprstvz") + secrets.choice("aeiou")
