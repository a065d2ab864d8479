"""A moderator is stood down at once: what they held goes on, everybody sees that it was done, nobody is left alone."""
# ruff: noqa: F811 — fixtures are imported by their names

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.models import Account, SignIn
from app.accounts.viewer import Viewer
from app.basics.clock import now
from app.basics.errors import Forbidden
from app.basics.ids import new_id
from moderation.appeals.models import Appeal, Hearing
from moderation.cases import handling
from moderation.standing_down.actions import Choice, stand_down
from moderation.standing_down.models import StoodDown
from tests.appeals.deciding import a_decision
from tests.web.browser import Browser, Page
from tests.web.conftest import OpenHouse
from tests.world.at_once import Act, at_once
from tests.world.cast import Member, join
from tests.world.desk import a_case, a_moderator, another_moderator, as_moderator, the_row  # noqa: F401 — fixtures

LIST = "/house/moderators"


def form_for(member: Member) -> str:
    return f"{LIST}/{member.id}/standing-down"


def stands_down(browser: Browser, member: Member, **chosen: str) -> Page:
    return browser.submit(browser.get(form_for(member)), form_for(member), **chosen)


def own_token(browser: Browser) -> list[tuple[str, str]]:
    """A form's token of this very session, where its page offers no such form."""
    return [("csrf", browser.get("/more").values_of("/sign-out")["csrf"])]


def role_of(house: OpenHouse, member: Member) -> str:
    return house.house.database.read_now(lambda session: session.get_one(Account, member.id).role)


def how_many(house: OpenHouse, of: type) -> int:
    return house.house.database.read_now(lambda session: session.scalar(select(func.count()).select_from(of))) or 0


def takes(member: Member, case_id: int) -> None:
    house = member.house
    house.database.write_now(handling.take, as_moderator(member), case_id, key=house.key, now=now())


def hears(house: OpenHouse, member: Member, about: Member, *, said: bool = False) -> int:
    """An appeal that this moderator took; its id."""
    decision_id, at = a_decision(house.house, about), now()
    appeal = Appeal(
        id=new_id(at), decision_id=decision_id, opened_at=at, answer_by=at + timedelta(days=14), heard_by=member.id
    )
    house.house.database.write_now(Session.add, appeal)
    appeal_id = house.house.database.read_now(Session.scalar, select(Appeal.id))
    if said:
        hearing = Hearing(appeal_id=appeal_id, account_id=member.id, overturns=False, said_at=at)
        house.house.database.write_now(Session.add, hearing)
    return appeal_id


def heard_by(house: OpenHouse, appeal_id: int) -> int | None:
    return house.house.database.read_now(lambda session: session.get_one(Appeal, appeal_id).heard_by)


@pytest.fixture
def robin(lantern: OpenHouse, a_moderator: Member) -> Browser:
    """A moderator's browser."""
    return lantern.browser_of(a_moderator)


def test_every_member_reads_who_looks_after_the_house_and_has_no_button(
    marisol: Browser, a_steward: Member, a_moderator: Member
):
    shown = marisol.get(LIST)

    assert shown.status == 200
    assert "@vera" in shown.text
    assert "@robin" in shown.text
    assert form_for(a_moderator) not in shown.links()
    assert LIST in marisol.get("/more").links()


def test_a_moderator_stands_another_down_who_is_a_member_from_then_on(
    lantern: OpenHouse, robin: Browser, another_moderator: Member, marisol: Browser
):
    sasha = lantern.browser_of(another_moderator)

    done = stands_down(robin, another_moderator)

    assert "What they held is in other hands now." in robin.follow(done).text
    assert role_of(lantern, another_moderator) == "member"
    assert sasha.get("/").status == 200, "their sessions go on where nobody chose otherwise"
    assert sasha.get("/house/newcomers").status == 403
    seen = marisol.get(LIST).text
    assert "Stood down lately" in seen
    assert "by @robin" in seen


def test_where_somebody_else_has_their_phone_every_way_in_ends_too(
    lantern: OpenHouse, robin: Browser, another_moderator: Member
):
    sasha = lantern.browser_of(another_moderator)
    before = how_many(lantern, SignIn)

    stands_down(robin, another_moderator, sessions="1")

    assert sasha.get("/more").location.startswith("/sign-in")
    assert how_many(lantern, SignIn) == before - 1


def test_what_they_held_goes_back_to_the_queue(
    lantern: OpenHouse, robin: Browser, another_moderator: Member, a_member: Member
):
    case_id, appeal_id = a_case(lantern.house, a_member), hears(lantern, another_moderator, a_member)
    takes(another_moderator, case_id)

    stands_down(robin, another_moderator)

    case = the_row(lantern.house, case_id)
    assert (case.taken_by, case.state) == (None, "open")
    assert heard_by(lantern, appeal_id) is None


def test_or_to_a_named_other(
    lantern: OpenHouse, robin: Browser, a_moderator: Member, another_moderator: Member, a_member: Member
):
    case_id, appeal_id = a_case(lantern.house, a_member), hears(lantern, another_moderator, a_member)
    takes(another_moderator, case_id)

    stands_down(robin, another_moderator, hand_to="robin")

    assert the_row(lantern.house, case_id).taken_by == a_moderator.id
    assert heard_by(lantern, appeal_id) == a_moderator.id


def test_but_nothing_to_somebody_who_has_a_part_in_it(
    lantern: OpenHouse, robin: Browser, a_moderator: Member, another_moderator: Member
):
    about_robin, appeal_of_robin = a_case(lantern.house, a_moderator), hears(lantern, another_moderator, a_moderator)
    takes(another_moderator, about_robin)

    stands_down(robin, another_moderator, hand_to="robin")

    assert the_row(lantern.house, about_robin).taken_by is None
    assert heard_by(lantern, appeal_of_robin) is None


def test_what_they_had_said_in_an_appeal_stays_said(
    lantern: OpenHouse, robin: Browser, another_moderator: Member, a_member: Member
):
    appeal_id = hears(lantern, another_moderator, a_member, said=True)

    stands_down(robin, another_moderator)

    assert heard_by(lantern, appeal_id) == another_moderator.id
    assert how_many(lantern, Hearing) == 1


def test_a_name_that_is_no_moderators_comes_back_beside_its_field_with_all_that_was_chosen(
    lantern: OpenHouse, robin: Browser, another_moderator: Member, a_member: Member
):
    refused = stands_down(robin, another_moderator, hand_to="marisol", sessions="1")

    assert refused.status == 422
    assert 'id="hand_to-fault"' in refused.text
    assert refused.values_of(form_for(another_moderator))["sessions"] == "1"
    assert role_of(lantern, another_moderator) == "moderator"


def test_a_steward_is_stood_down_by_a_steward_alone(
    lantern: OpenHouse, robin: Browser, vera: Browser, a_steward: Member
):
    other = join(lantern.house, "oda", "steward")

    assert form_for(other) not in robin.get(LIST).links()
    assert robin.get(form_for(other)).status == 403
    assert robin.post(form_for(other), own_token(robin)).status == 403
    assert role_of(lantern, other) == "steward"

    stands_down(vera, other)
    assert role_of(lantern, other) == "member"


def test_the_last_steward_stays_until_there_is_another(lantern: OpenHouse, vera: Browser, a_steward: Member):
    refused = stands_down(vera, a_steward)

    assert refused.status == 422
    assert "You are the only steward here." in refused.text
    assert role_of(lantern, a_steward) == "steward"

    join(lantern.house, "oda", "steward")
    stands_down(vera, a_steward)
    assert role_of(lantern, a_steward) == "member"


def test_of_two_stewards_who_stand_each_other_down_one_stays(lantern: OpenHouse, a_steward: Member):
    other = join(lantern.house, "oda", "steward")

    def act(by: Member, whom: Member) -> Act:
        choice, key = Choice(), lantern.house.key
        return lambda session: stand_down(session, Viewer.member(by.id, "steward"), whom.id, choice, key=key, now=now())

    with pytest.raises(Forbidden):
        at_once(lantern.house, act(a_steward, other), act(other, a_steward))

    assert sorted([role_of(lantern, a_steward), role_of(lantern, other)]) == ["member", "steward"]
    assert how_many(lantern, StoodDown) == 1


def test_whoever_was_stood_down_meanwhile_stands_nobody_down(
    lantern: OpenHouse, a_moderator: Member, another_moderator: Member
):
    """Their page was open from before."""
    write, key = lantern.house.database.write_now, lantern.house.key
    write(stand_down, as_moderator(a_moderator), another_moderator.id, Choice(), key=key, now=now())

    with pytest.raises(Forbidden):
        write(stand_down, as_moderator(another_moderator), a_moderator.id, Choice(), key=key, now=now())

    assert role_of(lantern, a_moderator) == "moderator"


def test_twice_is_a_clear_sentence_and_nobody_elses_page(
    lantern: OpenHouse, robin: Browser, another_moderator: Member, a_member: Member
):
    asked = robin.get(form_for(another_moderator))
    robin.submit(asked, form_for(another_moderator))

    again = robin.submit(asked, form_for(another_moderator))

    assert again.status == 409
    assert "They do not look after this house any more." in again.text
    assert robin.get(form_for(a_member)).status == 404
    assert robin.get(f"{LIST}/7/standing-down").status == 404


def test_members_and_strangers_stand_nobody_down(
    lantern: OpenHouse, marisol: Browser, stranger: Browser, a_moderator: Member
):
    assert marisol.get(form_for(a_moderator)).status == 403
    assert marisol.post(form_for(a_moderator), own_token(marisol)).status == 403
    assert stranger.get(form_for(a_moderator)).status == 303
    assert stranger.post(form_for(a_moderator), own_token(marisol)).status == 303
    assert role_of(lantern, a_moderator) == "moderator"


def test_whoever_hides_is_shown_to_those_alone_who_can_stand_them_down(
    lantern: OpenHouse, marisol: Browser, robin: Browser, another_moderator: Member
):
    lantern.house.database.write_now(
        lambda session: setattr(session.get_one(Account, another_moderator.id), "paused", True)
    )

    assert "@sasha" not in marisol.get(LIST).text
    stands_down(robin, another_moderator, sessions="1")
    assert role_of(lantern, another_moderator) == "member"


def test_whoever_was_stood_down_and_hides_is_named_to_those_alone_who_look_after_the_house(
    lantern: OpenHouse, robin: Browser, another_moderator: Member, marisol: Browser
):
    stands_down(robin, another_moderator)
    lantern.house.database.write_now(
        lambda session: setattr(session.get_one(Account, another_moderator.id), "paused", True)
    )

    assert "@sasha" in robin.get(LIST).text
    assert "@sasha" not in marisol.get(LIST).text


def test_after_half_a_year_it_is_forgotten(lantern: OpenHouse, robin: Browser, another_moderator: Member):
    stands_down(robin, another_moderator)

    lantern.settles_at(now() + timedelta(days=179))
    assert how_many(lantern, StoodDown) == 1

    lantern.settles_at(now() + timedelta(days=181))
    assert how_many(lantern, StoodDown) == 0
