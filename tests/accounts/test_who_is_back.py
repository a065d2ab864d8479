"""Whoever is back by two friends: what was before is over, for them and for whoever else was trying."""

from datetime import timedelta

import pytest
from pyotp.totp import TOTP

from app.accounts import friends as trust
from app.accounts import holders, one_time, secrets
from app.accounts.actions import codes, passkeys, second_factor, sessions, signing_in
from app.accounts.actions.friends import Asked, Back, NotYet
from app.accounts.passkeys import Made
from app.accounts.second_queries import factors_of
from app.accounts.secrets import Passphrase
from app.basics.clock import now
from app.storage.house import House
from tests.accounts.test_friends import AFTER, asks, comes_back, entrusts, says_yes
from tests.world.cast import Member, join


@pytest.fixture
def both(house: House, a_member: Member) -> list[Member]:
    """Oda and Tamsin, whom Marisol has entrusted."""
    friends = [join(house, "oda"), join(house, "tamsin")]
    entrusts(a_member, "oda", "tamsin")
    return friends


@pytest.fixture
def new_passphrase() -> Passphrase:
    return secrets.made_now("a wholly other lantern phrase")


def asks_with_both_yeses(both: list[Member]) -> Asked:
    asked = asks(both[0].house, "marisol")
    for friend in both:
        says_yes(friend, asked.for_friends)
    return asked


def is_back(both: list[Member], passphrase: Passphrase) -> Back:
    return comes_back(both[0].house, asks_with_both_yeses(both), passphrase, now() + AFTER)


def test_the_new_codes_work_and_the_friends_still_hold_their_shares(
    house: House, a_member: Member, both: list[Member], new_passphrase: Passphrase
):
    back = is_back(both, new_passphrase)

    again = house.database.write_now(
        signing_in.recover, "marisol", back.recovery_codes[0], new_passphrase, key=house.key
    )

    assert again.member_key == a_member.key
    assert house.database.read_now(trust.trust_of, a_member.id).whole


def test_every_other_return_ends_and_ones_own_code_is_used_up(
    house: House, a_member: Member, both: list[Member], new_passphrase: Passphrase
):
    """Whoever else asks in her name may have both friends' yes already."""
    mine, of_somebody_else = asks_with_both_yeses(both), asks_with_both_yeses(both)

    comes_back(house, mine, new_passphrase, now() + AFTER)

    assert not house.database.read_now(trust.coming_back, a_member.id)
    for code in (mine, of_somebody_else):
        with pytest.raises(NotYet):
            comes_back(house, code, new_passphrase, now() + AFTER + timedelta(minutes=1))


def test_nobody_is_asked_for_the_device_that_was_lost_too(
    house: House, a_member: Member, both: list[Member], new_passphrase: Passphrase
):
    secret, database = one_time.new_secret(), house.database
    code = TOTP(secret).at(now())
    database.write_now(second_factor.begin_codes, a_member.id, secret, code, key=house.key, now=now())
    database.write_now(passkeys.keep_passkey, a_member.id, Made(b"a stick", b"its key", 0), "stick", now=now())

    is_back(both, new_passphrase)

    assert not database.read_now(factors_of, a_member.id).are_on


def test_the_lock_code_of_before_locks_nothing_any_more(
    house: House, a_member: Member, both: list[Member], new_passphrase: Passphrase
):
    """It was lost with everything else, and whoever found it could end her sessions again and again."""
    lost = house.database.write_now(codes.renew_lock_code, a_member.id, key=house.key)
    back = is_back(both, new_passphrase)
    session = a_member.signs_in()

    house.database.write_now(sessions.lock, lost, key=house.key)
    after_the_lost_one = house.database.read_now(holders.session_holder, session, now=now())
    house.database.write_now(sessions.lock, back.lock_code, key=house.key)

    assert after_the_lost_one is not None
    assert house.database.read_now(holders.session_holder, session, now=now()) is None
