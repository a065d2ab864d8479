"""What happened, on a page: one line for the thanks for a post, its people named, and kinds looked at alone."""

import re

import pytest

from app.basics.clock import now
from app.posts.actions import thanking
from tests.web.browser import Browser
from tests.web.conftest import OpenHouse
from tests.world.cast import Member, join


@pytest.fixture
def five_thanks(lantern: OpenHouse, a_member: Member) -> list[Member]:
    """Five people like what Marisol wrote, the first of them answers her."""
    post = a_member.posts("A letter we can share")
    people = [join(lantern.house, name) for name in ("ada", "bea", "cleo", "dina", "eve")]
    for person in people:
        lantern.house.database.write_now(thanking.favour, person.id, post, now=now())
    people[0].posts("Thank you @marisol", reply_to=post)
    people[1].asks_to_follow(a_member)
    lantern.settles()
    return people


def words(browser: Browser, path: str = "/notifications") -> str:
    """What a page says, without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", browser.get(path).text))


def test_many_thanks_are_one_line_with_two_names_and_a_number(marisol: Browser, five_thanks: list[Member]):
    said = words(marisol)

    assert "@eve, @dina and 3 others like your post" in said
    assert said.count("like your post") == 1
    assert {"/@eve", "/@dina"} <= marisol.get("/notifications").links()
    assert "/@cleo" not in marisol.get("/notifications").links()


def test_three_are_all_named(lantern: OpenHouse, marisol: Browser, a_member: Member):
    post = a_member.posts("A letter we can share")
    for name in ("ada", "bea", "cleo"):
        lantern.house.database.write_now(thanking.favour, join(lantern.house, name).id, post, now=now())
    lantern.settles()

    assert "@cleo, @bea and @ada like your post" in words(marisol)


@pytest.mark.parametrize(
    ("choice", "there"),
    [("answers", {"answered you"}), ("thanks", {"like your post"}), ("follows", {"asks to follow you"}),
     ("", {"answered you", "like your post", "asks to follow you"}), ("made-up", {"answered you", "like your post"})],
)  # fmt: skip
def test_kinds_are_looked_at_alone(marisol: Browser, five_thanks: list[Member], choice: str, there: set[str]):
    said = words(marisol, f"/notifications?kind={choice}")

    assert {
        sentence for sentence in ("answered you", "like your post", "asks to follow you") if sentence in said
    } >= there
    if choice in {"answers", "thanks", "follows"}:
        assert sum(sentence in said for sentence in ("answered you", "like your post", "asks to follow you")) == 1


def test_what_was_not_looked_at_stays_new(marisol: Browser, five_thanks: list[Member]):
    marisol.get("/notifications?kind=thanks")

    assert ">new<" not in marisol.get("/notifications?kind=thanks").text
    assert marisol.get("/notifications").text.count(">new<") == 2
    assert ">new<" not in marisol.get("/notifications").text


def test_pages_lead_on_within_what_was_chosen(lantern: OpenHouse, marisol: Browser, another_member: Member):
    for number in range(22):
        another_member.posts(f"@marisol line {number}")
    lantern.settles()

    first = marisol.get("/notifications?kind=answers")
    older = next(link for link in first.links() if "before=" in link)

    assert older.startswith("/notifications?kind=answers&before=")
    assert "line 21" in first.text
    assert "line 1 " not in first.text
    assert "line 0" in marisol.get(older).text
    assert not any("before=" in link for link in marisol.get(older).links() if link.startswith("/notifications"))


def test_answering_who_asks_to_follow_is_one_step_away(marisol: Browser, five_thanks: list[Member]):
    assert "/follow-requests" in marisol.get("/notifications").links()


def test_a_bell_on_somebodys_page_tells_of_their_posts(
    lantern: OpenHouse, marisol: Browser, a_member: Member, another_member: Member
):
    assert "/@juno/bell" not in {form.action for form in marisol.get("/@juno").forms}
    a_member.follows(another_member)
    marisol.submit(marisol.get("/@juno"), "/@juno/bell", bell="1")
    assert "You are told when they post" in marisol.get("/@juno").text

    another_member.posts("Soup is ready")
    lantern.settles()
    assert "@juno posted" in words(marisol)

    marisol.submit(marisol.get("/@juno"), "/@juno/bell", bell="0")
    assert "Tell me when they post" in marisol.get("/@juno").text


def test_a_bell_for_nobody_or_with_no_answer_changes_nothing(
    marisol: Browser, a_member: Member, another_member: Member
):
    token = marisol.get("/").values_of("/leave")["csrf"]

    assert marisol.post("/@juno/bell", [("csrf", token), ("bell", "1")]).status == 404
    assert marisol.post("/@nobody/bell", [("csrf", token), ("bell", "1")]).status == 404
    a_member.follows(another_member)
    assert marisol.post("/@juno/bell", [("csrf", token), ("bell", "loud")]).status == 422
    assert "Tell me when they post" in marisol.get("/@juno").text
