"""What is sealed to a member opens with their key and nothing else."""

import pytest

from app.storage.member_keys import MemberKey, key_below, key_of_token, locked, new_key, seal_to, unlocked
from app.storage.sealing import HouseKey, SealBroken


def test_what_is_sealed_to_somebody_only_they_open():
    juno, oda = MemberKey.new(), MemberKey.new()

    sealed = seal_to(juno.public, b"words")

    assert juno.opened(sealed) == b"words"
    with pytest.raises(SealBroken):
        oda.opened(sealed)


def test_the_private_half_is_wrapped_for_each_way_in():
    juno = MemberKey.new()
    wrapped = juno.wrapped(key_of_token("a session's secret"))

    assert MemberKey.unwrapped(wrapped, key_of_token("a session's secret")) == juno
    with pytest.raises(SealBroken):
        MemberKey.unwrapped(wrapped, key_of_token("another secret"))


def test_sealing_the_same_twice_gives_nothing_to_compare():
    juno, key = MemberKey.new(), new_key()

    assert seal_to(juno.public, b"words") != seal_to(juno.public, b"words")
    assert locked(b"words", key) != locked(b"words", key)


def test_a_key_for_each_thing_is_made_as_libsodium_makes_it():
    made = key_below(bytes(range(32)), 117657158002692907)

    # crypto_kdf_derive_from_key(32, 117657158002692907, "belongs.", 00 01 02 … 1f) of libsodium 1.0.18
    assert made.hex() == "aa5bca32d09fcefd9af201dbf6658dc243e51ccde3212bdc795d045b469d53b1"
    assert made != key_below(bytes(range(32)), 117657158002692908)


def test_what_the_house_seals_alike_is_alike_for_the_same_words_and_purpose_alone():
    house = HouseKey(bytes(range(32)))

    sealed = house.seal_alike(b"words", "one purpose")

    assert sealed == house.seal_alike(b"words", "one purpose")
    assert house.open(sealed, "one purpose") == b"words"
    assert sealed != house.seal_alike(b"words", "another")
    assert sealed[:24] != house.seal_alike(b"wordy", "one purpose")[:24], "no nonce seals two different words"
    with pytest.raises(SealBroken):
        house.open(sealed, "another")


@pytest.mark.parametrize("cut", [0, 10, 24, -1])
def test_what_was_cut_or_altered_is_not_opened(cut: int):
    key = new_key()
    sealed = locked(b"words", key)

    with pytest.raises(SealBroken):
        unlocked(sealed[:cut], key)
    with pytest.raises(SealBroken):
        MemberKey.new().opened(sealed[:cut])


def test_a_key_is_never_printed():
    juno = MemberKey.new()

    assert juno.secret.hex() not in repr(juno)
    assert repr(juno.secret) not in repr(juno)
