"""RSA keys: made, read once and kept read, and shown to people as numbers that can be compared aloud."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey, generate_private_key

from app.basics.errors import Unverified

SMALLEST: Final = 2048
LARGEST: Final = 8192
_LONGEST_PEM: Final = 4096
_PADDING: Final = PKCS1v15()
_HASH: Final = hashes.SHA256()
_GROUPS: Final = 10
_GROUP: Final = 5


@dataclass(frozen=True)
class SigningKey:
    """A private key and the address under which others find its public half."""

    key_id: str
    private_key: RSAPrivateKey


def new_private_key() -> str:
    """A new RSA key of 2048 bits, unencrypted PKCS#8 PEM: to be sealed before it is stored."""
    key = generate_private_key(public_exponent=65537, key_size=SMALLEST)
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode("ascii")


@lru_cache(maxsize=1024)
def load_private_key(pem: str) -> RSAPrivateKey:
    """Read one of our own keys, once.

    Its validation is skipped: that takes 30 ms for each key, and we made these ourselves.
    """
    key = serialization.load_pem_private_key(pem.encode("ascii"), None, unsafe_skip_rsa_key_validation=True)
    if not isinstance(key, RSAPrivateKey):
        raise TypeError("Our signing keys are RSA keys.")
    return key


def public_pem(private: RSAPrivateKey) -> str:
    """The public half, as actors publish it."""
    return (
        private.public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        .decode("ascii")
    )


@lru_cache(maxsize=4096)
def load_public_key(pem: str) -> RSAPublicKey:
    """Read somebody's public key, once; raises Unverified for anything but RSA of 2048 to 8192 bits."""
    if len(pem) > _LONGEST_PEM:
        raise Unverified(None, "key length")
    try:
        key = serialization.load_pem_public_key(pem.encode("ascii"))
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise Unverified(None, "key") from error
    if not isinstance(key, RSAPublicKey):
        raise Unverified(None, "key type")
    return must_be_sound(key)


def must_be_sound(key: RSAPublicKey) -> RSAPublicKey:
    """The key, if its size and exponent are neither weak nor a way to keep us busy; raises Unverified."""
    exponent = key.public_numbers().e
    if not SMALLEST <= key.key_size <= LARGEST or not 3 <= exponent < 2**32 or exponent % 2 == 0:
        raise Unverified(None, "key size")
    return key


def fingerprint(public: str) -> str:
    """Ten groups of five digits for two people to compare, e.g. over the telephone.

    Digits have one spelling and a name in every language. Fifty of them are 166 bits of the SHA-256 of the
    key (SubjectPublicKeyInfo, DER), so no second key can be made to fit.
    """
    key = load_public_key(public)
    der = key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    number = int.from_bytes(hashlib.sha256(der).digest(), "big") % 10 ** (_GROUPS * _GROUP)
    digits = f"{number:0{_GROUPS * _GROUP}d}"
    return " ".join(digits[at : at + _GROUP] for at in range(0, len(digits), _GROUP))


def rsa_sign(key: RSAPrivateKey, message: bytes) -> bytes:
    """RSA PKCS#1 v1.5 with SHA-256: the one algorithm that every ally knows."""
    return key.sign(message, _PADDING, _HASH)


def rsa_verify(key: RSAPublicKey, signature: bytes, message: bytes) -> None:
    """Raises cryptography's InvalidSignature."""
    key.verify(signature, message, _PADDING, _HASH)
