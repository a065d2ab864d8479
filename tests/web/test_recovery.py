"""Recovering: a code from paper, once, for a new passphrase."""

import re

from app.accounts import queries
from app.accounts.actions import apps
from app.basics.clock import now
from tests.web.browser import Browser, Page
from tests.web.conftest import COOKIE, OpenHouse
from tests.web.test_joining import CODE, joins
from tests.world.cast import Member

NEW = "nine velvet kettles whistle"


def recovers(browser: Browser, name: str, code: str, passphrase: str = NEW, again: str = NEW) -> Page:
    page = browser.get("/recover")
    return browser.submit(page, "/recover", name=name, code=code, passphrase=passphrase, again=again)


def a_newcomer(lantern: OpenHouse, by: Member) -> tuple[Browser, list[str]]:
    browser = lantern.browser()
    return browser, CODE.findall(joins(browser, lantern.invitation_by(by), "oda").text)


def id_of(lantern: OpenHouse, name: str) -> int:
    found = lantern.house.database.read_now(queries.by_name, name)
    assert found is not None
    return found.id


def an_apps_token(lantern: OpenHouse, name: str) -> str:
    """The bearer token of an app that was let in with this account."""
    database, key = lantern.house.database, lantern.house.key
    app = database.write_now(apps.register, "Tusk", [apps.OUT_OF_BAND], "read", "", key=key, now=now())
    return database.write_now(apps.give_token, app.id, id_of(lantern, name), "read", member_key=None, now=now())


def reads_home(lantern: OpenHouse, token: str) -> int:
    headers = {"authorization": f"Bearer {token}"}
    return lantern.client.get("/api/v1/timelines/home", headers=headers).status_code


def test_a_code_sets_a_new_passphrase_and_ends_every_other_session(lantern: OpenHouse, a_member: Member):
    earlier, codes = a_newcomer(lantern, a_member)
    elsewhere = lantern.browser()

    answer = recovers(elsewhere, "oda", codes[0].upper().replace("-", " "))

    assert answer.status == 303
    assert "Your new passphrase is set" in elsewhere.follow(answer).text
    assert "Write to your people" not in earlier.get("/").text
    page = earlier.get("/sign-in")
    assert earlier.submit(page, "/sign-in", name="oda", passphrase=NEW).status == 303


def test_a_code_ends_the_apps_that_somebody_else_let_in(lantern: OpenHouse, a_member: Member):
    _, codes = a_newcomer(lantern, a_member)
    theirs, hers = an_apps_token(lantern, "oda"), an_apps_token(lantern, "marisol")

    recovers(lantern.browser(), "oda", codes[0])

    assert reads_home(lantern, theirs) == 401
    assert reads_home(lantern, hers) == 200


def test_a_code_ends_what_an_app_has_not_exchanged_yet(lantern: OpenHouse, a_member: Member):
    _, codes = a_newcomer(lantern, a_member)
    database, key = lantern.house.database, lantern.house.key
    app = database.write_now(apps.register, "Tusk", [apps.OUT_OF_BAND], "read", "", key=key, now=now())
    asked = apps.Asked(app.id, apps.OUT_OF_BAND, "read", "")
    code = database.write_now(apps.authorise, id_of(lantern, "oda"), asked, member_key=None, now=now())

    recovers(lantern.browser(), "oda", codes[0])

    assert database.write_now(apps.exchange, app, code, apps.OUT_OF_BAND, "", now=now()) is None


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
