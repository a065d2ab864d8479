"""Member keys (P10): what is sealed to one of them, only that member's ways in open.

libsodium through PyNaCl, nothing invented: an X25519 pair a member, sealed boxes (crypto_box_seal) to its public half,
XChaCha20-Poly1305 for the private half wrapped for each way in and for each message. The house keeps public halves and
wrapped private ones; what unwraps them comes with a request and goes with it. Decision 0016 has the whole hierarchy.
"""

import os
from dataclasses import dataclass, field
from hashlib import blake2b

from nacl import bindings
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from app.storage.sealing import SealBroken

SIZE = 32
_NONCE = bindings.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES


@dataclass(frozen=True, slots=True)
class MemberKey:
    """The private half, opened: lives as long as one request. Never printed."""

    secret: bytes = field(repr=False)

    @classmethod
    def new(cls) -> "MemberKey":
        return cls(bytes(PrivateKey.generate()))

    @property
    def public(self) -> bytes:
        """32 bytes, kept beside the name."""
        return bytes(PrivateKey(self.secret).public_key)

    def wrapped(self, wrapping_key: bytes) -> bytes:
        """For keeping: opened again only with the same 32 bytes."""
        return locked(self.secret, wrapping_key)

    @classmethod
    def unwrapped(cls, wrapped: bytes, wrapping_key: bytes) -> "MemberKey":
        """Raises SealBroken."""
        return cls(unlocked(wrapped, wrapping_key))

    def opened(self, sealed: bytes) -> bytes:
        """What `seal_to` sealed to the public half; raises SealBroken."""
        try:
            return SealedBox(PrivateKey(self.secret)).decrypt(sealed)
        except (CryptoError, ValueError, TypeError) as error:
            raise SealBroken("member key") from error


def seal_to(public: bytes, plain: bytes) -> bytes:
    """Sealed so that only the holder of the private half opens it; 48 bytes longer (libsodium's sealed box)."""
    return SealedBox(PublicKey(public)).encrypt(plain)


def new_key() -> bytes:
    """32 random bytes, e.g. for one message."""
    return os.urandom(SIZE)


def locked(plain: bytes, key: bytes) -> bytes:
    """nonce (24 bytes) || ciphertext || tag (16 bytes), with 32 bytes of key."""
    nonce = os.urandom(_NONCE)
    return nonce + bindings.crypto_aead_xchacha20poly1305_ietf_encrypt(plain, None, nonce, key)


def unlocked(sealed: bytes, key: bytes) -> bytes:
    """Raises SealBroken."""
    try:
        return bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(sealed[_NONCE:], None, sealed[:_NONCE], key)
    except (CryptoError, ValueError, TypeError) as error:
        raise SealBroken("wrapped key") from error


def key_below(key: bytes, number: int) -> bytes:
    """A key of its own for one thing that belongs to what `key` opens; nothing leads from it back to `key`.

    libsodium's crypto_kdf_derive_from_key, which PyNaCl does not have: keyed BLAKE2b, the number as its salt.
    """
    return blake2b(key=key, salt=number.to_bytes(8, "little"), person=b"belongs.", digest_size=SIZE).digest()


def key_of_token(token: str) -> bytes:
    """The wrapping key of a random secret with 59 bits of its own or more (a session's, a token's, a code's).

    Another hash than the one that is kept of it, so that a row tells nothing of its wrapping key.
    """
    return blake2b(token.encode("utf-8", "surrogatepass"), digest_size=SIZE, person=b"member key").digest()
