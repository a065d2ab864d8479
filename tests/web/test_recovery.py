"""Recovering: a code from paper, once, for a new passphrase."""

import re

from tests.web.browser import Browser, Page
from tests.web.conftest import COOKIE, OpenHouse
from tests.web.test_joining import CODE, joins
from tests.world.cast import Member

NEW = "a whole new lantern passphrase"


def recovers(browser: Browser, name: str, code: str, passphrase: str = NEW, again: str = NEW) -> Page:
    page = browser.get("/recover")
    return browser.submit(page, "/recover", name=name, code=code, passphrase=passphrase, again=again)


def a_newcomer(lantern: OpenHouse, by: Member) -> tuple[Browser, list[str]]:
    browser = lantern.browser()
    return browser, CODE.findall(joins(browser, lantern.invitation_by(by), "oda").text)


def test_a_code_sets_a_new_passphrase_and_ends_every_other_session(lantern: OpenHouse, a_member: Member):
    earlier, codes = a_newcomer(lantern, a_member)
    elsewhere = lantern.browser()

    answer = recovers(elsewhere, "oda", codes[0].upper().replace("-", " "))

    assert answer.status == 303
    assert "Your new passphrase is set" in elsewhere.follow(answer).text
    assert "Write to your people" not in earlier.get("/").text
    page = earlier.get("/sign-in")
    assert earlier.submit(page, "/sign-in", name="oda", passphrase=NEW).status == 303


def test_a_code_works_once(lantern: OpenHouse, a_member: Member):
    _, codes = a_newcomer(lantern, a_member)
    recovers(lantern.browser(), "oda", codes[0])

    assert recovers(lantern.browser(), "oda", codes[0]).status == 422
    assert recovers(lantern.browser(), "oda", codes[1]).status == 303


def test_a_wrong_code_and_an_unknown_name_are_answered_alike(lantern: OpenHouse, a_member: Member):
    a_newcomer(lantern, a_member)

    told = [recovers(lantern.browser(), name, "aaaa-bbbb-cccc-dddd") for name in ("oda", "nobody1")]

    shown = {re.sub('"(?:oda|nobody1|[A-Za-z0-9_=-]{44})"', "", page.text) for page in told}
    assert [page.status for page in told] == [422, 422]
    assert len(shown) == 1


def test_a_mistake_in_the_passphrase_uses_no_code_up_and_keeps_what_was_typed(lantern: OpenHouse, a_member: Member):
    _, codes = a_newcomer(lantern, a_member)

    answer = recovers(lantern.browser(), "oda", codes[0], again="something else entirely")

    assert answer.status == 422
    assert answer.values_of("/recover")["code"] == codes[0]
    assert recovers(lantern.browser(), "oda", codes[0]).status == 303


def test_a_form_from_elsewhere_recovers_nothing(lantern: OpenHouse, a_member: Member):
    _, codes = a_newcomer(lantern, a_member)
    browser = lantern.browser()
    filled = {"name": "oda", "code": codes[0], "passphrase": NEW, "again": NEW}

    page = browser.get("/recover")
    answer = browser.submit(page, "/recover", headers={"origin": "https://evil.example"}, **filled)

    assert answer.status == 403
    assert COOKIE not in browser.cookies
