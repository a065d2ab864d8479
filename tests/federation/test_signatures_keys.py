"""Keys: only RSA of a sound size verifies anything, and people can compare two of them."""

import base64
import hashlib

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa

from app.basics.errors import Unverified
from federation.signatures import (
    fingerprint,
    load_private_key,
    load_public_key,
    new_private_key,
    public_pem,
    verify,
)
from federation.signatures.parts import Claim


def a_pem_of(key) -> str:
    return key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode()


def test_a_new_key_is_read_back_once():
    pem = new_private_key()

    assert load_private_key(pem).key_size == 2048
    assert load_private_key(pem) is load_private_key(pem)
    assert load_public_key(public_pem(load_private_key(pem))) is load_public_key(public_pem(load_private_key(pem)))


def test_a_key_may_come_in_the_older_form():
    private = load_private_key(new_private_key())
    older = private.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.PKCS1)

    assert load_public_key(older.decode()).public_numbers() == private.public_key().public_numbers()


def test_a_key_that_is_too_small_or_of_another_kind_is_refused():
    small = rsa.generate_private_key(65537, 1024).public_key()
    other = ed25519.Ed25519PrivateKey.generate().public_key()

    for pem in (a_pem_of(small), a_pem_of(other), "", "not a key", "ключ", new_private_key()):
        with pytest.raises(Unverified):
            load_public_key(pem)
    with pytest.raises(Unverified):
        verify(Claim("k", b"m", b"s"), small)


def test_a_key_that_would_keep_us_busy_is_refused():
    modulus = load_private_key(new_private_key()).public_key().public_numbers().n
    busy = rsa.RSAPublicNumbers((1 << 33) + 1, modulus).public_key()
    huge = rsa.RSAPublicNumbers(65537, (1 << 8200) + 1).public_key()

    for pem in (
        a_pem_of(busy),
        a_pem_of(huge),
        a_pem_of(load_private_key(new_private_key()).public_key()) + " " * 5000,
    ):
        with pytest.raises(Unverified):
            load_public_key(pem)


def test_people_compare_ten_groups_of_five_digits():
    pem = public_pem(load_private_key(new_private_key()))
    der = base64.b64decode("".join(pem.strip().splitlines()[1:-1]))

    groups = fingerprint(pem).split(" ")

    assert [len(group) for group in groups] == [5] * 10
    assert int("".join(groups)) == int.from_bytes(hashlib.sha256(der).digest(), "big") % 10**50
    assert fingerprint(pem) == fingerprint(pem.replace("\n", "\r\n"))
    assert fingerprint(pem) != fingerprint(public_pem(load_private_key(new_private_key())))
