"""Passphrases, recovery codes, tokens and signing keys: how they are made and checked. No table here."""

import asyncio
import secrets
from hashlib import blake2b

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

# OWASP's Password Storage Cheat Sheet: argon2id, 19 MiB, two passes, one lane. About 20 ms.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_nobody = _hasher.hash(secrets.token_urlsafe(24))

AT_ONCE = 2
RECOVERY_CODES = 8
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that looks like something else

_gates: dict[int, asyncio.Semaphore] = {}


async def hash_passphrase(passphrase: str) -> str:
    """argon2id in PHC form; in a thread, few at once, so that a flood of sign-ins does not starve everybody."""
    async with _gate():
        return await asyncio.to_thread(hash_now, passphrase)


async def holds(passphrase: str, passphrase_hash: str | None) -> bool:
    """Whether it is the passphrase. Without a hash (no such name) it hashes all the same, and says no (P6)."""
    async with _gate():
        return await asyncio.to_thread(_holds, passphrase, passphrase_hash)


def hash_now(passphrase: str) -> str:
    return _hasher.hash(passphrase.encode("utf-8", "surrogatepass"))


def _holds(passphrase: str, passphrase_hash: str | None) -> bool:
    try:
        _hasher.verify(passphrase_hash or _nobody, passphrase.encode("utf-8", "surrogatepass"))
    except (VerificationError, InvalidHashError):
        return False
    return passphrase_hash is not None


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
