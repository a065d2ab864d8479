"""The desk: who sees it, in which order, and what one moderator chooses for themselves."""

import re

import pytest

from app.basics.clock import now
from moderation.cases import handling
from moderation.openness.models import Reading
from tests.web.browser import Browser, Page
from tests.web.conftest import OpenHouse
from tests.web.desks import POST, WORDS, Matter
from tests.world.cast import Member
from tests.world.desk import a_case, as_moderator
from tests.world.governing_cases import reports, reports_account

PAGES = ("/desk", "/desk/load", "/desk/{number}", "/desk/{number}/pictures/1/small")
FORMS = (
    "/desk/pictures", "/desk/{number}/taking", "/desk/{number}/return", "/desk/{number}/handover",
    "/desk/{number}/recusal", "/desk/{number}/clearing", "/desk/{number}/notes", "/desk/{number}/decision",
    "/desk/{number}/agreement", "/desk/{number}/easing", "/desk/{number}/review",
)  # fmt: skip


def form_token(browser: Browser) -> str:
    return browser.get("/more").values_of("/lookups")["csrf"]


def without_token(page: Page) -> tuple[int, str]:
    """What is the same for every address where nothing is."""
    return page.status, re.sub(r'name="(csrf|back)" value="[^"]+"', "", page.text)


@pytest.mark.parametrize("path", PAGES)
def test_members_and_strangers_see_nothing_of_the_desk(matter: Matter, juno: Browser, stranger: Browser, path: str):
    address = path.format(number=matter.number)

    assert juno.get(address).status in {403, 404}
    assert POST not in juno.get(address).text
    assert stranger.get(address).status in {303, 401, 404}


@pytest.mark.parametrize("path", FORMS)
def test_members_and_strangers_do_nothing_there(matter: Matter, juno: Browser, stranger: Browser, path: str):
    address = path.format(number=matter.number)
    sent = [("csrf", form_token(juno)), ("words", "x"), ("agrees", "1"), ("decision", "1"), ("without_pictures", "1")]

    assert juno.post(address, sent).status in {403, 404}
    assert stranger.post(address, sent).status in {303, 401, 403, 404}

    assert matter.case.taken_by is None
    assert matter.case.looked_at is None


def test_a_moderator_finds_the_desk_under_more_and_a_member_does_not(robin: Browser, juno: Browser):
    assert "/desk" in robin.get("/more").links()
    assert "/desk" not in juno.get("/more").links()


def test_the_queue_shows_what_is_reported_and_never_who_reported(matter: Matter, robin: Browser):
    page = robin.get("/desk")

    assert f"Report {matter.number}" in page.text
    assert "A post by @marisol" in page.text
    assert "1 person reported it" in page.text
    assert "juno" not in page.text
    assert WORDS not in page.text


def test_danger_stands_on_top_with_a_word(matter: Matter, lantern: OpenHouse, robin: Browser, another_member: Member):
    a_case(lantern.house, another_member, urgency=2)

    page = robin.get("/desk")

    assert page.text.index("somebody is in danger") < page.text.index("A post by @marisol")


def test_something_urgent_is_a_dot_for_moderators_and_nothing_for_members(
    lantern: OpenHouse, robin: Browser, juno: Browser, a_member: Member
):
    a_case(lantern.house, a_member, urgency=1)
    lantern.app.state.shown = None

    assert 'Desk</span><span class="dot">' in robin.get("/more").text
    assert 'class="dot"' not in juno.get("/more").text


def test_nothing_urgent_is_a_dot_for_whom_it_is_about(
    lantern: OpenHouse, robin: Browser, sasha: Browser, a_moderator: Member
):
    a_case(lantern.house, a_moderator, urgency=2)
    lantern.app.state.shown = None

    assert 'Desk</span><span class="dot">' in sasha.get("/more").text
    assert 'Desk</span><span class="dot">' not in robin.get("/more").text


def test_a_long_queue_goes_on_where_the_page_before_ended(lantern: OpenHouse, robin: Browser, a_member: Member):
    cases = [a_case(lantern.house, a_member, post_id=a_member.posts(f"One of many: {place}")) for place in range(21)]

    first = robin.get("/desk")
    second = robin.get(next(link for link in first.links() if "after=" in link))

    assert "21 reports are open" in first.text
    assert first.text.count(">Report ") == 20
    assert second.text.count(">Report ") == 1
    assert len(cases) == 21


def test_a_moderator_who_reported_or_is_reported_does_not_find_it(
    matter: Matter, lantern: OpenHouse, robin: Browser, sasha: Browser, a_moderator: Member, another_moderator: Member
):
    reports(a_moderator, matter.post_id)
    about_sasha = reports_account(a_moderator, another_moderator.id)

    assert robin.get(matter.address).status == 404
    assert sasha.get("/desk").text.count("Report ") == 1
    number = lantern.house.database.read_now(lambda session: session.get_one(type(matter.case), about_sasha).number)
    for browser in (robin, sasha):
        assert without_token(browser.get(f"/desk/{number}")) == without_token(browser.get("/desk/987"))


def test_how_much_each_carries_is_shown(
    matter: Matter, lantern: OpenHouse, robin: Browser, a_moderator: Member, another_moderator: Member
):
    house = lantern.house
    house.database.write_now(
        handling.take, as_moderator(another_moderator), matter.case_id, key=house.key, now=now()
    )  # fmt: skip

    text = robin.get("/desk/load").text

    rows = {row.split("</bdi>")[0]: row for row in text.split("<bdi>@")[1:]}
    assert "<td>1</td><td>0</td>" in rows["sasha"]
    assert "<td>0</td><td>0</td>" in rows["robin"]
    assert "marisol" not in rows


def test_a_moderator_may_look_without_pictures_and_change_their_mind(robin: Browser, sasha: Browser):
    page = robin.get("/desk")

    robin.submit(page, "/desk/pictures", without_pictures="1")

    assert "Let me ask for pictures again" in robin.get("/desk").text
    assert "Show me no pictures at all" in sasha.get("/desk").text
    robin.submit(robin.get("/desk"), "/desk/pictures", without_pictures="0")
    assert "Show me no pictures at all" in robin.get("/desk").text


def test_looking_at_the_queue_reads_nothing_that_is_not_public(matter: Matter, lantern: OpenHouse, robin: Browser):
    robin.get("/desk")

    assert lantern.house.database.read_now(lambda session: session.query(Reading).count()) == 0


def test_a_made_up_filter_or_place_is_none(matter: Matter, robin: Browser):
    for address in (
        "/desk?which=enemies",
        "/desk?after=abc",
        "/desk?after=-1&which=",
        "/desk?after=99999999999999999999",
    ):
        assert f"Report {matter.number}" in robin.get(address).text
