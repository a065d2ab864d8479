"""Being drawn by lot: said and taken back by the member alone, answered once, and seen by nobody else."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app.accounts.models import Newcomer
from app.basics.clock import now
from moderation.jurors.models import Drawn, Juror
from tests.appeals.deciding import a_decision
from tests.web.browser import Browser
from tests.web.conftest import OpenHouse
from tests.world.cast import Member

FORM = "/settings/drawn"


def drawn(house: OpenHouse, member: Member, about: Member, *, part: str = "hear", **more: object) -> int:
    """The lot fell on that member; the decision's id."""
    decision_id = a_decision(house.house, about)
    given = {"asked_at": now(), "answer_by": now() + timedelta(days=2), "part": part, **more}
    house.house.database.write_now(
        lambda session: session.add(Drawn(decision_id=decision_id, account_id=member.id, **given))
    )
    return decision_id


def juror_ids(session: Session) -> list[int]:
    return [one.account_id for one in session.query(Juror)]


def answer_of(house: OpenHouse, decision_id: int, member: Member) -> str:
    return house.house.database.read_now(lambda session: session.get_one(Drawn, (decision_id, member.id)).answer)


def test_nobody_can_be_drawn_who_did_not_say_so(lantern: OpenHouse, marisol: Browser):
    assert marisol.get(FORM).values_of(FORM)["drawn"] == "off"
    assert lantern.house.database.read_now(juror_ids) == []
    assert FORM in marisol.get("/settings").links()


def test_a_member_says_yes_and_takes_it_back(lantern: OpenHouse, marisol: Browser, a_member: Member):
    kept = marisol.submit(marisol.get(FORM), FORM, drawn="on")

    assert "Your settings are kept." in marisol.follow(kept).text
    assert marisol.get(FORM).values_of(FORM)["drawn"] == "on"
    assert lantern.house.database.read_now(juror_ids) == [a_member.id]

    marisol.submit(marisol.get(FORM), FORM, drawn="on")
    assert lantern.house.database.read_now(juror_ids) == [a_member.id], "twice is once"

    marisol.submit(marisol.get(FORM), FORM, drawn="off")
    assert marisol.get(FORM).values_of(FORM)["drawn"] == "off"
    assert lantern.house.database.read_now(juror_ids) == []


def test_whoever_is_asked_finds_out_on_every_page_and_nobody_else_does(
    lantern: OpenHouse, marisol: Browser, vera: Browser, a_member: Member, another_member: Member
):
    assert FORM not in marisol.get("/more").links()
    decision = drawn(lantern, a_member, another_member)
    lantern.app.state.shown = None

    assert 'class="dot"' in marisol.get("/about").text
    assert FORM in marisol.get("/more").links()
    assert FORM not in vera.get("/more").links()

    marisol.submit(marisol.get(FORM), f"{FORM}/{decision}", yes="0")
    lantern.app.state.shown = None
    assert FORM not in marisol.get("/more").links()


def test_another_word_changes_nothing_and_says_so_beside_the_choice(lantern: OpenHouse, marisol: Browser):
    refused = marisol.submit(marisol.get(FORM), FORM, drawn="perhaps")

    assert refused.status == 422
    assert 'id="drawn-fault"' in refused.text
    assert lantern.house.database.read_now(juror_ids) == []


def test_whoever_is_new_or_moderates_reads_what_that_means(
    lantern: OpenHouse, marisol: Browser, vera: Browser, a_member: Member
):
    lantern.house.database.write_now(
        lambda session: session.add(Newcomer(account_id=a_member.id, asked_at=now(), admitted_at=now()))
    )

    assert "While you are new here you are not drawn yet." in marisol.get(FORM).text
    assert "so you take part as that" in vera.get(FORM).text


def test_whoever_was_drawn_says_yes_and_may_still_say_no(
    lantern: OpenHouse, juno: Browser, a_member: Member, another_member: Member
):
    decision_id = drawn(lantern, another_member, a_member)
    matter = f"{FORM}/{decision_id}"

    asked = juno.get(FORM)
    assert "You were drawn by lot" in asked.text
    taken = juno.post(matter, [*asked.form(matter).values, ("yes", "1")])
    assert answer_of(lantern, decision_id, another_member) == "yes"

    again = juno.follow(taken)
    left = juno.post(matter, [*again.form(matter).values, ("yes", "0")])
    assert "Somebody else is asked." in juno.follow(left).text
    assert answer_of(lantern, decision_id, another_member) == "no"
    assert "You were drawn by lot" not in juno.get(FORM).text


def test_a_button_that_nobody_offered_changes_nothing(
    lantern: OpenHouse, juno: Browser, a_member: Member, another_member: Member
):
    decision_id = drawn(lantern, another_member, a_member)
    matter = f"{FORM}/{decision_id}"

    refused = juno.post(matter, [*juno.get(FORM).form(matter).values, ("yes", "maybe")])

    assert refused.status == 422
    assert "Please choose one of the buttons." in refused.text
    assert answer_of(lantern, decision_id, another_member) == ""


def test_an_answer_that_comes_too_late_says_so(
    lantern: OpenHouse, juno: Browser, a_member: Member, another_member: Member
):
    decision_id = drawn(lantern, another_member, a_member)
    matter = f"{FORM}/{decision_id}"
    asked = juno.get(FORM)
    lantern.is_at(now() + timedelta(days=2, minutes=1))

    late = juno.post(matter, [*asked.form(matter).values, ("yes", "1")])

    assert late.status == 409
    assert "By now others were asked." in late.text
    assert answer_of(lantern, decision_id, another_member) == ""
    assert "You were drawn by lot" not in juno.get(FORM).text


def test_nobody_answers_for_somebody_else(
    lantern: OpenHouse, marisol: Browser, juno: Browser, a_member: Member, another_member: Member
):
    decision_id = drawn(lantern, another_member, a_member)
    mine = marisol.get(FORM)

    answer = marisol.post(f"{FORM}/{decision_id}", [*mine.form(FORM).values, ("yes", "1")])

    assert answer.status == 404
    assert answer_of(lantern, decision_id, another_member) == ""
    assert "You were drawn by lot" not in mine.text


@pytest.mark.parametrize("path", [FORM, f"{FORM}/7"])
def test_strangers_are_led_to_the_door(stranger: Browser, path: str):
    answer = stranger.post(path, [("drawn", "on")])

    assert answer.status == 303
    assert answer.location == "/sign-in"
