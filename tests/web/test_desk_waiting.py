"""What the desk says while a decision waits for another person: what holds meanwhile, and what can be done about it."""

import pytest

from tests.web.browser import Browser
from tests.web.conftest import OpenHouse
from tests.web.desks import Matter, looks_at, sends
from tests.world.cast import Member
from tests.world.governing import BY_TWO

REASON = "She did not agree to be shown."
NOTHING_ELSE = "Nothing else can be decided meanwhile, except to hold it."


@pytest.fixture
def vera(lantern: OpenHouse, a_steward: Member) -> Browser:
    """The steward's browser, who looks after the house alone where no moderator is asked for."""
    return lantern.browser_of(a_steward)


def proposes(browser: Browser, matter: Matter, measure: str) -> None:
    sends(browser, matter, looks_at(browser, matter, clause=str(BY_TWO), measure=measure, reason=REASON))


def test_what_one_decided_alone_holds_and_says_until_when(matter: Matter, vera: Browser):
    proposes(vera, matter, "remove")

    page = vera.get(matter.address).text

    assert "on one person's word. It stays only if somebody else says yes." in page
    assert "It waits for one more yes." not in page


def test_what_one_decided_alone_is_lifted_by_them_and_not_refused(matter: Matter, vera: Browser):
    proposes(vera, matter, "remove")

    page = vera.get(matter.address)

    assert "Lift it" in page.text
    assert "Take it back" not in page.text


def test_what_waits_and_does_not_hold_is_taken_back(matter: Matter, robin: Browser, vera: Browser):
    proposes(robin, matter, "suspend")

    page = robin.get(matter.address)

    assert "It waits for one more yes." in page.text
    assert "Take it back" in page.text
    assert "Lift it" not in page.text


def test_the_clause_beside_it_is_the_one_it_was_decided_under(matter: Matter, robin: Browser, vera: Browser):
    proposes(robin, matter, "suspend")

    page = vera.get(matter.address)

    assert "Nobody is followed around, threatened or worn down." in page.text.partition("Decided here")[0]


def test_it_stays_beside_what_is_decided_whatever_others_had_named(matter: Matter, robin: Browser, sasha: Browser):
    proposes(robin, matter, "suspend")
    sasha.submit(sasha.get(matter.address), f"{matter.address}/agreement", agrees="1")

    page = robin.get(matter.address)

    assert matter.case.closed_at is not None
    assert "Nobody is followed around, threatened or worn down." in page.text.partition("Decided here")[0]


def test_while_it_waits_a_hold_alone_is_offered(matter: Matter, robin: Browser, vera: Browser):
    proposes(robin, matter, "suspend")

    page = vera.get(matter.address)

    assert NOTHING_ELSE in page.text
    assert 'value="hold"' in page.text
    assert 'value="word"' not in page.text
    assert 'value="no_breach"' not in page.text


def test_where_nothing_can_be_decided_meanwhile_no_form_is_there(matter: Matter, vera: Browser):
    proposes(vera, matter, "remove")

    page = vera.get(matter.address)

    assert "What is to be done" not in page.text
    assert "Notes between moderators" in page.text


def test_whoever_decides_too_late_finds_their_choice_and_words_as_they_were(
    matter: Matter, robin: Browser, sasha: Browser
):
    theirs = looks_at(sasha, matter, measure="word", reason="I would speak with her first.")
    proposes(robin, matter, "suspend")

    late = sends(sasha, matter, theirs)

    assert late.status == 409
    assert late.values_of(f"{matter.address}/decision#look")["measure"] == "word"
    assert "I would speak with her first." in late.text
