"""Deciding at the desk: nothing is sent that was not looked at, and the second person says yes or no."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.accounts.viewer import Viewer
from app.basics.clock import now
from moderation.cases import handling
from moderation.decided.models import DecisionRow
from moderation.jurors import consenting
from tests.web.browser import Browser
from tests.web.conftest import OpenHouse
from tests.web.desks import POST, Matter, looks_at, matter_of, sends
from tests.world.cast import Member, join
from tests.world.governing import BY_ONE, BY_TWO, CLAUSES, a_policy
from tests.world.governing_cases import reports, reports_account, telling

REASON = "She did not agree to be shown."


def decided(lantern: OpenHouse) -> list[DecisionRow]:
    return list(lantern.house.database.read_now(lambda session: session.scalars(select(DecisionRow)).all()))


def test_what_is_looked_at_is_exactly_what_is_read(
    matter: Matter, lantern: OpenHouse, robin: Browser, marisol: Browser
):
    looked = looks_at(robin, matter, measure="word", reason=REASON)
    nothing_yet = decided(lantern)
    sent = sends(robin, matter, looked)

    assert nothing_yet == []
    assert sent.location == f"{matter.address}?done=decided-here#decided"
    decision = decided(lantern)[0]
    read = marisol.get(f"/decisions/{decision.id}").text
    for words in (REASON, "Be good to each other", "Speak to others as you would be", "You can appeal until"):
        assert words in looked.text
        assert words in read


def test_nothing_is_sent_that_was_not_looked_at(matter: Matter, lantern: OpenHouse, robin: Browser):
    unseen = sends(robin, matter, robin.get(matter.address), measure="word", reason=REASON)
    looked = looks_at(robin, matter, measure="word", reason=REASON)
    changed = sends(robin, matter, looked, reason="Something that nobody looked at.")

    for page in (unseen, changed):
        assert page.status == 409
        assert "Your words or the policy have changed since you looked" in page.text
    assert decided(lantern) == []
    assert sends(robin, matter, changed).status == 303


def test_nothing_is_sent_that_was_looked_at_under_a_policy_that_is_not_in_force_any_more(
    matter: Matter, lantern: OpenHouse, robin: Browser, a_steward: Member
):
    looked = looks_at(robin, matter, measure="word", reason=REASON)
    a_policy(lantern.house, a_steward.id, clauses=(replace(CLAUSES[0], asks="Harm nobody here."), *CLAUSES[1:]))

    page = sends(robin, matter, looked)

    assert page.status == 409
    assert "Your words or the policy have changed since you looked" in page.text
    assert "Harm nobody here." in page.text
    assert decided(lantern) == []
    assert sends(robin, matter, page).status == 303


@pytest.mark.parametrize(
    ("filled", "sentence"),
    [
        ({"measure": "word", "reason": "no"}, "Please say why"),
        ({"measure": "", "reason": REASON}, "Please choose what is to be done"),
        ({"measure": "suspend", "reason": REASON}, "The clause does not allow this measure"),
        ({"measure": "ally_part", "reason": REASON}, "The clause does not allow this measure"),
        ({"measure": "add_warning", "reason": REASON}, "Please write the warning"),
        ({"measure": "word", "reason": REASON, "lasts": "12345"}, "Please choose"),
        ({"measure": "word", "reason": REASON, "clause": "99"}, "Please choose a clause"),
    ],
)
def test_what_cannot_be_decided_is_said_at_its_field_and_nothing_is_lost(
    matter: Matter, lantern: OpenHouse, robin: Browser, filled: dict[str, str], sentence: str
):
    page = looks_at(robin, matter, **filled)

    assert page.status == 422
    assert sentence in page.text
    assert page.values_of(f"{matter.address}/decision#look")["looked"] == ""
    assert filled["reason"] in page.text
    assert decided(lantern) == []


def test_of_two_who_decide_at_once_the_second_keeps_what_they_wrote(
    matter: Matter, lantern: OpenHouse, robin: Browser, sasha: Browser
):
    theirs = looks_at(sasha, matter, measure="no_breach", reason="I see nothing wrong in this.")
    sends(robin, matter, looks_at(robin, matter, measure="word", reason=REASON))

    late = sends(sasha, matter, theirs)

    assert late.status == 409
    assert "This case was decided meanwhile" in late.text
    assert "I see nothing wrong in this." in late.text
    assert [row.measure for row in decided(lantern)] == ["word"]


def test_what_needs_two_waits_for_the_second_who_reads_the_same(
    matter: Matter, lantern: OpenHouse, robin: Browser, sasha: Browser, a_member: Member
):
    looked = looks_at(robin, matter, clause=str(BY_TWO), measure="suspend", reason=REASON)
    sent = sends(robin, matter, looked)

    assert "Other moderators here: sasha" in looked.text
    assert sent.location.endswith("proposed-here#decided")
    assert decided(lantern)[0].in_force_at is None
    assert f"Report {matter.number}" in sasha.get("/desk?which=second").text
    assert f"Report {matter.number}" not in robin.get("/desk?which=second").text
    page = sasha.get(matter.address)
    assert REASON in page.text
    sasha.submit(page, f"{matter.address}/agreement", agrees="1")
    assert decided(lantern)[0].in_force_at is not None


@pytest.mark.parametrize("other", ["reported it", "keeps out of it", "has no part in it"])
def test_what_waits_says_until_when_and_what_can_be_done_the_same_whatever_part_others_have(
    lantern: OpenHouse, a_steward: Member, a_member: Member, other: str
):
    """Robin and Vera look after the house, and nobody can be drawn."""
    a_policy(lantern.house, a_steward.id)
    tove = join(lantern.house, "tove")
    case_id = reports_account(a_steward if other == "reported it" else tove, a_member.id)
    if other == "keeps out of it":
        lantern.house.database.write_now(handling.recuse, Viewer.member(a_steward.id, "steward"), case_id, now=now())
    robin = lantern.browser_of(join(lantern.house, "robin", "moderator"))
    matter = matter_of(lantern.house, 0, case_id)

    looked = looks_at(robin, matter, clause=str(BY_TWO), measure="suspend", reason=REASON)
    sends(robin, matter, looked)
    proposed = robin.get(matter.address)

    for page in (looked, proposed):
        assert "Nobody here can be drawn yet." in page.text
        assert "consent, at Settings, Being drawn to decide" in page.text
    until = decided(lantern)[0].decided_at + timedelta(days=14)
    assert f"Without that it is over on {until.day} {until:%B}, {until:%H:%M} UTC" in proposed.text
    lantern.house.database.write_now(consenting.consent, tove.id, now=now())
    assert "Nobody here can be drawn yet." not in robin.get(matter.address).text


def test_the_first_cannot_be_the_second_as_well(matter: Matter, lantern: OpenHouse, robin: Browser, sasha: Browser):
    sends(robin, matter, looks_at(robin, matter, clause=str(BY_TWO), measure="suspend", reason=REASON))
    page = robin.get(matter.address)

    refused = robin.submit(page, f"{matter.address}/agreement", agrees="1")

    assert 'name="agrees" value="1"' not in page.text
    assert refused.status == 403
    assert decided(lantern)[0].in_force_at is None


def test_a_second_no_opens_it_again(matter: Matter, lantern: OpenHouse, robin: Browser, sasha: Browser):
    sends(robin, matter, looks_at(robin, matter, clause=str(BY_TWO), measure="suspend", reason=REASON))

    sasha.submit(sasha.get(matter.address), f"{matter.address}/agreement", agrees="0")

    assert decided(lantern)[0].outcome == "declined"
    assert matter.case.closed_at is None
    assert matter.case.state == "open"


def test_a_hold_is_placed_and_the_case_goes_on(matter: Matter, lantern: OpenHouse, robin: Browser, juno: Browser):
    sends(robin, matter, looks_at(robin, matter, measure="hold", reason=REASON))

    assert matter.case.closed_at is None
    assert POST not in juno.get("/community").text
    assert POST in robin.get(matter.address).text


def test_what_holds_is_lifted_from_the_same_page(matter: Matter, lantern: OpenHouse, robin: Browser):
    sends(robin, matter, looks_at(robin, matter, measure="add_warning", reason=REASON, warning="a face"))

    robin.submit(robin.get(matter.address), f"{matter.address}/easing")

    assert decided(lantern)[0].outcome == "eased"


def test_a_decision_of_another_case_is_not_reached_from_here(
    matter: Matter, lantern: OpenHouse, robin: Browser, another_member: Member, a_member: Member
):
    sends(robin, matter, looks_at(robin, matter, measure="add_warning", reason=REASON, warning="a face"))
    post = another_member.posts("Another one")
    other = matter_of(lantern.house, post, reports(a_member, post, telling("Look", BY_ONE)))
    csrf, decision = robin.get(other.address).values_of(f"{other.address}/notes")["csrf"], str(decided(lantern)[0].id)

    answer = robin.post(f"{other.address}/easing", [("csrf", csrf), ("decision", decision)])

    assert answer.status == 404
    assert decided(lantern)[0].over_at is None


def test_what_was_decided_before_under_the_clause_is_shown_without_whom_it_was_about(
    matter: Matter, lantern: OpenHouse, robin: Browser, juno: Browser, another_member: Member, a_member: Member
):
    sends(robin, matter, looks_at(robin, matter, measure="word", reason=REASON))
    post = another_member.posts("Another one")
    other = matter_of(lantern.house, post, reports(a_member, post, telling("Look", BY_ONE)))

    text = robin.get(other.address).text

    assert "it stands" in text
    assert "Nothing yet." not in text
    assert REASON not in text
    assert "marisol" not in text


def test_what_has_no_end_is_looked_at_again_and_let_stand(
    matter: Matter, lantern: OpenHouse, robin: Browser, sasha: Browser
):
    sends(robin, matter, looks_at(robin, matter, clause=str(BY_TWO), measure="suspend", reason=REASON))
    sasha.submit(sasha.get(matter.address), f"{matter.address}/agreement", agrees="1")
    before = sasha.get("/desk").text

    def make_due(session: Session) -> None:
        session.execute(update(DecisionRow).values(review_at=now()))

    lantern.house.database.write_now(make_due)
    listed = sasha.get("/desk").text
    sasha.submit(sasha.get(matter.address), f"{matter.address}/review")

    assert "To be looked at again" not in before
    assert f'href="{matter.address}#decided"' in listed
    assert "To be looked at again" not in sasha.get("/desk").text
    assert decided(lantern)[0].over_at is None
