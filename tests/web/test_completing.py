"""What a word may become: people one knows and tags of one's own, and never anybody or anything else (P4, P5, P6)."""

import re
from typing import Any

import msgspec
import pytest

from app.doors.limits import COMPLETE
from app.web import assets
from app.web.pages.completing import MOST
from tests.web.browser import Browser, Page
from tests.web.conftest import OpenHouse
from tests.world.cast import Member


def asks(browser: Browser, word: str) -> Page:
    token = browser.get("/write").values_of("/posts")["csrf"]
    return browser.post("/completions", [("csrf", token), ("word", word)])


def offers(browser: Browser, word: str) -> list[dict[str, Any]]:
    answer = asks(browser, word)
    assert answer.status == 200
    return msgspec.json.decode(answer.body)


def test_people_one_follows_and_people_one_writes_with_are_offered(
    marisol: Browser, a_member: Member, another_member: Member, a_steward: Member
):
    a_member.follows(another_member)
    a_steward.posts("@marisol good morning", "mentioned")

    assert offers(marisol, "@JU") == [{"word": "@juno", "name": ""}]
    assert [one["word"] for one in offers(marisol, "@ver")] == []

    a_member.posts("@vera good morning", "mentioned")
    assert [one["word"] for one in offers(marisol, "@ver")] == ["@vera"]


@pytest.mark.parametrize("word", ["@juno", "@ju", "@juno@lantern.example", "@", "", "juno", "@%", "@_"])
def test_somebody_one_does_not_know_is_offered_for_nothing(
    marisol: Browser, a_member: Member, another_member: Member, word: str
):
    """Not to whom they follow either, and as for a name that nobody has."""
    another_member.follows(a_member)

    assert offers(marisol, word) == offers(marisol, "@nobody1") == []


def test_whoever_has_blocked_one_is_offered_no_more(
    marisol: Browser, juno: Browser, a_member: Member, another_member: Member
):
    a_member.posts("@juno hello", "mentioned")
    before = offers(marisol, "@jun")
    juno.submit(juno.get("/@marisol"), "/@marisol/block", block="1")

    assert [one["word"] for one in before] == ["@juno"]
    assert offers(marisol, "@jun") == []


def test_tags_one_follows_or_uses_are_offered_and_others_are_not(
    lantern: OpenHouse, marisol: Browser, juno: Browser, a_member: Member, another_member: Member
):
    a_member.posts("Tea with #SoupKitchen")
    another_member.posts("#soupspoon and #soups")
    marisol.submit(marisol.get("/tags/soups"), "/tags/soups/follow", follow="1")

    assert [one["word"] for one in offers(marisol, "#SOUP")] == ["#SoupKitchen", "#soups"]
    assert [one["word"] for one in offers(juno, "#soup")] == ["#soups", "#soupspoon"]
    assert offers(marisol, "#") == offers(marisol, "#%") == []


def test_at_most_so_many(marisol: Browser, a_member: Member):
    a_member.posts(" ".join(f"#soup{number}" for number in range(MOST + 3)))

    assert len(offers(marisol, "#soup")) == MOST


def test_a_stranger_and_another_sites_page_get_nothing(marisol: Browser, stranger: Browser):
    page = marisol.get("/write")

    assert stranger.post("/completions", [("csrf", "x"), ("word", "@ju")]).status == 303
    assert marisol.post("/completions", [("csrf", "stale"), ("word", "@ju")]).status == 403
    token = page.values_of("/posts")["csrf"]
    elsewhere = {"origin": "https://evil.example"}
    assert marisol.post("/completions", [("csrf", token), ("word", "@ju")], headers=elsewhere).status == 403
    assert marisol.get("/completions").status in {404, 405}


def test_no_browser_stores_an_answer(marisol: Browser):
    assert "no-store" in asks(marisol, "@ju").headers["cache-control"]


def test_so_many_an_hour(lantern: OpenHouse, marisol: Browser, a_member: Member):
    lantern.counts()
    for _ in range(COMPLETE.amount):
        lantern.app.state.limits.count(COMPLETE, str(a_member.id))

    assert asks(marisol, "@ju").status == 429


def test_the_script_is_on_pages_with_a_field_to_write_in_and_on_no_other(marisol: Browser, a_member: Member):
    post_id, address = a_member.posts("Tea"), assets.complete_script().address

    having = [
        path for path in ("/", "/write", f"/posts/{post_id}/editing", "/settings") if address in marisol.get(path).text
    ]

    assert having == ["/write", f"/posts/{post_id}/editing"]
    assert 'data-offers="Suggestions"' in marisol.get("/write").text


def test_the_script_makes_text_of_what_it_is_told():
    source = assets.complete_script().body.decode()

    assert not re.search(r"innerHTML|insertAdjacentHTML|eval|Function\(|document\.write", source)
    assert len(source) < 4_000
