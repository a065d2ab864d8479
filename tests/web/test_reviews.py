"""What holds without an end is looked at again: moderators see what is due, and let it stay or lift it."""

from datetime import timedelta

import pytest

from app.basics.clock import now
from app.storage.house import House
from moderation.measures import Measure
from tests.web.browser import Browser
from tests.web.conftest import OpenHouse
from tests.world.cast import Member, join
from tests.world.deciding import Decider, a_case, decision
from tests.world.governing import BY_ONE, BY_TWO, a_policy

PATH = "/desk/reviews"


@pytest.fixture
def nao(house: House, a_steward: Member) -> Decider:
    a_policy(house, a_steward.id)
    return Decider(join(house, "nao", "moderator"))


@pytest.fixture
def limited(nao: Decider, a_steward: Member, a_member: Member) -> int:
    """Marisol was limited 91 days ago."""
    then = now() - timedelta(days=91)
    made = nao.decides(a_case(a_member.house, account_id=a_member.id), Measure.LIMIT, BY_TWO, at=then)
    Decider(a_steward, "steward").agrees(made, at=then)
    return made


def test_what_is_due_can_stay_and_comes_back_in_90_days(vera: Browser, house: House, limited: int):
    page = vera.get(PATH)

    vera.submit(page, f"{PATH}/{limited}", stays="1")

    assert "for your followers alone" in page.text
    assert decision(house, limited).review_at > now() + timedelta(days=89)
    assert "Nothing is due" in vera.get(PATH).text


def test_it_can_be_lifted(vera: Browser, house: House, limited: int):
    vera.submit(vera.get(PATH), f"{PATH}/{limited}", stays="0")

    assert decision(house, limited).outcome == "eased"
    assert "Nothing is due" in vera.get(PATH).text


def test_nobody_looks_again_at_what_is_about_themselves(lantern: OpenHouse, vera: Browser, house: House, nao: Decider):
    ines = join(house, "ines", "moderator")
    case_id = a_case(house, post_id=ines.posts("mine"))
    made = nao.decides(case_id, Measure.REMOVE, BY_ONE, at=now() - timedelta(days=60))
    theirs = lantern.browser_of(ines)

    answer = theirs.post(f"{PATH}/{made}", [("csrf", token_of(theirs)), ("stays", "0")])

    assert f"{PATH}/{made}" in vera.get(PATH).text
    assert f"{PATH}/{made}" not in theirs.get(PATH).text
    assert answer.status == 403
    assert decision(house, made).over_at is None


def test_members_see_none_of_it(marisol: Browser, juno: Browser, house: House, limited: int):
    assert [who.get(PATH).status for who in (marisol, juno)] == [403, 403]
    answer = juno.post(f"{PATH}/{limited}", [("csrf", token_of(juno)), ("stays", "0")])

    assert answer.status == 403
    assert decision(house, limited).over_at is None


def token_of(browser: Browser) -> str:
    """What a form of theirs would send."""
    return browser.get("/more").values_of("/lookups")["csrf"]
