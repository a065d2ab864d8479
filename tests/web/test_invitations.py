"""Invitations: a link shown once, for one person, taken back at any time."""

import re

import pytest

from tests.web.browser import Browser
from tests.web.conftest import OpenHouse
from tests.web.test_joining import joins


def makes_a_link(browser: Browser, days: str = "7"):
    return browser.submit(browser.get("/invitations"), "/invitations", days=days)


def the_link(text: str) -> str:
    found = re.search(r"https://lantern\.example(/join/[A-Za-z0-9_-]{24})<", text)
    assert found
    return found[1]


def test_a_link_is_shown_once_and_lets_somebody_in(lantern: OpenHouse, marisol: Browser):
    link = the_link(makes_a_link(marisol).text)

    assert "/join/" not in marisol.get("/invitations").text
    assert joins(lantern.browser(), link, "oda").status == 200
    assert "None." in marisol.get("/invitations").text


def test_a_link_is_taken_back(lantern: OpenHouse, marisol: Browser):
    made = makes_a_link(marisol)
    revocation = made.forms[2].action

    answer = marisol.submit(made, revocation)

    assert "taken back" in marisol.follow(answer).text
    assert lantern.browser().get(the_link(made.text)).status == 404


def test_somebody_elses_link_looks_like_none(lantern: OpenHouse, marisol: Browser, juno: Browser):
    made = makes_a_link(marisol)
    token = juno.get("/invitations").values_of("/invitations")["csrf"]

    answer = juno.post(made.forms[2].action, [("csrf", token)])

    assert answer.status == 404
    assert lantern.browser().get(the_link(made.text)).status == 200


@pytest.mark.parametrize("days", ["0", "9999", "-1", "x", ""])
def test_a_link_is_open_for_as_long_as_one_may_choose(marisol: Browser, days: str):
    answer = makes_a_link(marisol, days)

    assert answer.status == 422
    assert "/join/" not in answer.text


def test_making_a_link_needs_a_session_and_the_token(marisol: Browser, stranger: Browser):
    page = marisol.get("/invitations")

    assert stranger.submit(page, "/invitations").location == "/sign-in"
    assert marisol.submit(page, "/invitations", csrf="made-up").status == 403
    assert marisol.submit(page, "/invitations", headers={"origin": "null"}).status == 403
    assert "None." in marisol.get("/invitations").text
