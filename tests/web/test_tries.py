"""How often one may try: few times from one place, and nobody's tries keep a member out."""

import pytest
from limits import RateLimitItemPerHour

from app.basics.errors import TooMany
from app.doors.limits import Limits
from app.doors.tries import AROUND, HOME, RECOVERING, SIGNING_IN, count_try, forget_tries, network_of
from tests.web.conftest import OpenHouse
from tests.web.second import first_step
from tests.world.cast import Member

WRONG = "wrong wrong wrong wrong"
BRUTES = [f"198.51.{number // 250}.{number % 250}" for number in range(400)]


def tries(limits: Limits, name: str, address: str) -> bool:
    try:
        count_try(limits, SIGNING_IN, name, address)
    except TooMany:
        return False
    return True


def test_one_place_tries_a_name_ten_times_in_ten_minutes():
    limits = Limits(on=True)

    assert [tries(limits, "marisol", "203.0.113.9") for _ in range(11)] == [True] * 10 + [False]
    assert tries(limits, "juno", "203.0.113.9")
    assert tries(limits, "marisol", "203.0.113.10")


def test_one_place_tries_no_more_than_sixty_times_a_minute_whatever_the_names():
    limits = Limits(on=True)

    assert [tries(limits, f"name{number}", "203.0.113.9") for number in range(61)] == [True] * 60 + [False]


def test_strangers_from_everywhere_keep_nobody_out_of_their_own_house():
    limits = Limits(on=True)
    for address in BRUTES:
        tries(limits, "marisol", address)

    assert [tries(limits, "marisol", "203.0.113.9") for _ in range(4)] == [True] * 3 + [False]
    assert [tries(limits, "marisol", BRUTES[0]) for _ in range(4)] == [True] * 3 + [False]
    assert tries(limits, "juno", "203.0.113.9")


def test_a_right_passphrase_wipes_away_the_wrong_ones_before_it():
    limits = Limits(on=True)
    for _ in range(9):
        tries(limits, "marisol", "203.0.113.9")

    forget_tries(limits, SIGNING_IN, "marisol", "203.0.113.9")

    assert [tries(limits, "marisol", "203.0.113.9") for _ in range(11)] == [True] * 10 + [False]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:203.0.113.9", "203.0.113.9", True),
        ("203.0.113.9", "203.0.113.10", False),
        ("", "", True),
        ("somewhere", "elsewhere", False),
    ],
)
def test_a_household_is_one_place(one: str, other: str, same: bool):
    assert (network_of(one) == network_of(other)) is same


@pytest.mark.parametrize(
    ("bits", "one", "other", "same"),
    [
        (HOME, "2001:db8:1:200::1", "2001:db8:1:2ff::9", True),
        (HOME, "2001:db8:1:200::1", "2001:db8:1:300::1", False),
        (AROUND, "2001:db8:1:200::1", "2001:db8:1:300::1", True),
        (AROUND, "2001:db8:1::1", "2001:db8:2::1", False),
        (AROUND, "::ffff:203.0.113.9", "203.0.113.10", False),
        (AROUND, "203.0.113.9", "203.0.113.10", False),
    ],
)
def test_a_home_may_have_many_networks_and_they_are_told_from_others(bits: int, one: str, other: str, same: bool):
    assert (network_of(one, bits) == network_of(other, bits)) is same


@pytest.mark.parametrize("full", [0, 1])
def test_of_several_counted_at_once_none_is_where_one_has_no_room(full: int):
    limits, both = Limits(on=True), ((RateLimitItemPerHour(2), "one"), (RateLimitItemPerHour(2), "other"))
    for _ in range(2):
        limits.count(*both[full])

    with pytest.raises(TooMany):
        limits.count_together(*both)

    assert [limits.has_room(*both[1 - full]) for _ in range(3)] == [True, True, False]


def test_the_name_that_is_counted_is_counted_whether_or_not_it_exists_and_however_it_is_spelt(
    lantern: OpenHouse, a_member: Member
):
    for name in (("marisol", "MARISOL"), ("nobody1", "Nobody1")):
        lantern.counts()
        browser = lantern.browser()

        answers = [first_step(browser, name[number % 2], WRONG).status for number in range(11)]

        assert answers == [422] * 10 + [429]


def test_nine_slips_and_then_the_right_passphrase_let_in(lantern: OpenHouse, a_member: Member):
    lantern.counts()
    browser = lantern.browser()
    for _ in range(9):
        first_step(browser, "marisol", WRONG)

    assert first_step(browser).status == 303


def test_somebody_signed_in_is_asked_again_whatever_strangers_try(lantern: OpenHouse, a_member: Member):
    lantern.counts()
    browser = lantern.browser_of(a_member)
    for _ in range(11):
        first_step(lantern.browser(), "marisol", WRONG)

    page = browser.get("/settings/second-factor/codes")
    asked = browser.submit(page, "/settings/second-factor/codes", old="wrong wrong wrong wrong")

    assert first_step(lantern.browser()).status == 429
    assert asked.status == 422
    assert RECOVERING.at_a_name != SIGNING_IN.at_a_name
