"""Pins: one's own posts that stand first on one's page, for whoever may read each."""

import re

import pytest

from tests.web.browser import Browser, Page
from tests.web.conftest import OpenHouse
from tests.world.cast import Member


def pins(browser: Browser, post_id: int, word: str = "1") -> Page:
    """With the button in the menu under the post."""
    page = browser.get(f"/posts/{post_id}")
    assert f'formaction="/posts/{post_id}/pin" name="pin" value="{word}"' in page.text
    sends = page.form(f"/posts/{post_id}/marks").sends(pin=word)
    return browser.post(f"/posts/{post_id}/pin", sends)


def order(page: Page) -> list[str]:
    return re.findall(r"number \d|Pinned<", page.text)


def test_what_is_pinned_stands_first_once_and_says_so(
    lantern: OpenHouse, marisol: Browser, juno: Browser, a_member: Member
):
    one, two, _ = (a_member.posts(f"number {number}") for number in (1, 2, 3))

    answer = pins(marisol, one)
    pins(marisol, two)

    assert answer.location == "/@marisol?done=pinned"
    for page in (marisol.get("/@marisol"), juno.get("/@marisol")):
        assert order(page) == ["Pinned<", "number 2", "Pinned<", "number 1", "number 3"]
    assert "Pinned<" not in juno.get("/community").text
    assert pins(marisol, two, "0").location == "/@marisol?done=unpinned"
    assert order(juno.get("/@marisol")) == ["Pinned<", "number 1", "number 3", "number 2"]


def test_a_pin_shows_a_post_to_nobody_new(lantern: OpenHouse, marisol: Browser, juno: Browser, a_member: Member):
    pins(marisol, a_member.posts("number 1", "followers"))

    assert order(marisol.get("/@marisol")) == ["Pinned<", "number 1"]
    assert order(juno.get("/@marisol")) == []


def test_a_message_offers_no_pin(lantern: OpenHouse, marisol: Browser, a_member: Member, another_member: Member):
    message = a_member.posts("dear @juno", "mentioned")

    assert "/pin" not in marisol.get(f"/posts/{message}").text


def test_only_its_author_pins_a_post(
    lantern: OpenHouse, marisol: Browser, juno: Browser, a_member: Member, another_member: Member
):
    theirs, own = a_member.posts("number 1"), another_member.posts("number 2")
    sends = juno.get(f"/posts/{own}").form(f"/posts/{own}/marks").sends(pin="1")

    refused = juno.post(f"/posts/{theirs}/pin", sends)

    assert refused.status == 403
    assert "/pin" not in juno.get(f"/posts/{theirs}").text
    assert order(juno.get("/@marisol")) == ["number 1"]


def test_a_sixth_is_refused_with_a_sentence(lantern: OpenHouse, marisol: Browser, a_member: Member):
    for number in range(1, 6):
        pins(marisol, a_member.posts(f"number {number}"))

    refused = pins(marisol, a_member.posts("number 6"))

    assert (refused.status, "Five posts are pinned" in refused.text) == (422, True)


@pytest.mark.parametrize("word", ["", "2", "yes"])
def test_a_button_that_there_is_not_does_nothing(lantern: OpenHouse, marisol: Browser, a_member: Member, word: str):
    post_id = a_member.posts("number 1")
    sends = marisol.get(f"/posts/{post_id}").form(f"/posts/{post_id}/marks").sends(pin=word)

    assert marisol.post(f"/posts/{post_id}/pin", sends).status == 422
