"""The house key (P10): seals what a seized disk must not tell, and makes keyed hashes.

libsodium through PyNaCl: XChaCha20-Poly1305 with a key for each purpose, derived by keyed BLAKE2b (RFC 7693). The
secret lies in the key file, never in the data folder, the database or a backup.
"""

import os
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from nacl import bindings
from nacl.exceptions import CryptoError

SIZE = 32
_NONCE = bindings.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES


class SealBroken(Exception):
    """The sealed bytes were altered, were sealed for another purpose, or with another house's key."""


class HouseKey:
    """A house's secret. `purpose` is a short fixed word; what is sealed for one opens for no other."""

    def __init__(self, secret: bytes) -> None:
        if len(secret) != SIZE:
            raise ValueError("a house key has 32 bytes")
        self._secret = secret
        self._derived = lru_cache(maxsize=64)(self._derive)

    @classmethod
    def kept_in(cls, path: Path) -> "HouseKey":
        """The key in that file; made, readable by its owner alone, when there is none yet."""
        try:
            return cls(bytes.fromhex(path.read_text("ascii").strip()))
        except FileNotFoundError:
            return cls(_new_file(path))

    def seal(self, plain: bytes, purpose: str) -> bytes:
        """nonce (24 bytes) || ciphertext || tag (16 bytes)"""
        nonce = os.urandom(_NONCE)
        key = self._derived("seal:" + purpose)
        return nonce + bindings.crypto_aead_xchacha20poly1305_ietf_encrypt(plain, None, nonce, key)

    def seal_alike(self, plain: bytes, purpose: str) -> bytes:
        """The same, but alike each time for the same bytes: for an address that may not change. `open` opens it."""
        nonce = self.keyed_hash(plain, "nonce:" + purpose, size=_NONCE)
        key = self._derived("seal:" + purpose)
        return nonce + bindings.crypto_aead_xchacha20poly1305_ietf_encrypt(plain, None, nonce, key)

    def open(self, sealed: bytes, purpose: str) -> bytes:
        """The plain bytes; raises SealBroken."""
        key = self._derived("seal:" + purpose)
        try:
            return bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(sealed[_NONCE:], None, sealed[:_NONCE], key)
        except (CryptoError, ValueError, TypeError) as error:
            raise SealBroken(purpose) from error

    def keyed_hash(self, value: bytes, purpose: str, *, size: int = 16) -> bytes:
        """A hash of `value` that nobody without the key can make or test guesses against."""
        return blake2b(value, key=self._derived("hash:" + purpose), digest_size=size).digest()

    def _derive(self, purpose: str) -> bytes:
        return blake2b(purpose.encode(), key=self._secret, digest_size=SIZE).digest()


def _new_file(path: Path) -> bytes:
    secret = os.urandom(SIZE)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(secret.hex() + "\n")
        file.flush()
        os.fsync(file.fileno())
    return secret
