"""The lock code: from any device, without a name, as often as wanted, and telling nobody anything."""

import pytest

from app.accounts.actions import apps, codes
from app.basics.clock import now
from app.web import framing
from tests.web.browser import Browser, Page
from tests.web.conftest import COOKIE, OpenHouse
from tests.web.test_accounts import adds
from tests.web.test_signing_in import signs_in
from tests.world.cast import Member
from tests.world.counting import counted

MADE_UP = "abcd-efgh-jkmn"


@pytest.fixture
def code(lantern: OpenHouse, a_member: Member) -> str:
    """Marisol's lock code."""
    return lantern.house.database.write_now(codes.renew_lock_code, a_member.id, key=lantern.house.key)


def locks(browser: Browser, code: str) -> Page:
    return browser.submit(browser.get("/lock"), "/lock", code=code)


def test_the_code_ends_every_session_from_a_browser_that_was_never_signed_in(
    lantern: OpenHouse, marisol: Browser, a_member: Member, code: str, stranger: Browser
):
    laptop = lantern.browser_of(a_member)

    answer = locks(stranger, code)

    assert (answer.status, answer.location) == (303, "/locked")
    assert "signed out everywhere now" in stranger.follow(answer).text
    for browser in (marisol, laptop):
        away = browser.get("/community")
        assert away.location == "/sign-in?next=/community"
        assert away.headers["cache-control"] == "no-store"
        assert COOKIE not in browser.cookies
        assert "Write to your people" not in browser.get("/").text


def test_it_ends_apps_and_what_an_app_has_not_exchanged_yet(lantern: OpenHouse, a_member: Member, code: str):
    database, key = lantern.house.database, lantern.house.key
    app = database.write_now(apps.register, "Tusk", [apps.OUT_OF_BAND], "read", "", key=key, now=now())
    token = database.write_now(apps.give_token, app.id, a_member.id, "read", member_key=a_member.key, now=now())
    asked = apps.Asked(app.id, apps.OUT_OF_BAND, "read", "")
    waiting = database.write_now(apps.authorise, a_member.id, asked, member_key=a_member.key, now=now())

    locks(lantern.browser(), code)

    headers = {"authorization": f"Bearer {token}"}
    assert lantern.client.get("/api/v1/timelines/home", headers=headers).status_code == 401
    assert database.write_now(apps.exchange, app, waiting, apps.OUT_OF_BAND, "", now=now()) is None


def test_nobody_else_is_signed_out(lantern: OpenHouse, marisol: Browser, juno: Browser, code: str):
    locks(lantern.browser(), code)

    assert juno.get("/community").status == 200


def test_of_two_names_in_one_browser_a_code_locks_its_own(
    lantern: OpenHouse, stranger: Browser, a_member: Member, another_member: Member, code: str
):
    signs_in(stranger, "juno")
    adds(stranger, "marisol")

    locks(lantern.browser(), code)

    assert stranger.get("/community").status == 303
    assert "<bdi>@juno</bdi>" in stranger.get("/accounts").text
    assert "marisol" not in stranger.get("/accounts").text


def test_it_works_as_often_as_wanted_and_the_passphrase_stays(lantern: OpenHouse, a_member: Member, code: str):
    for _ in range(3):
        browser = lantern.browser()
        assert signs_in(browser, "marisol").status == 303
        locks(lantern.browser(), code)
        assert browser.get("/community").status == 303


@pytest.mark.parametrize(
    "hurried",
    [
        str.upper,
        lambda code: code.replace("-", " "),
        lambda code: f" {code}\t",
        lambda code: code.replace("-", ""),
        lambda code: "-".join(code.replace("-", "")),
    ],
)
def test_a_code_typed_in_a_hurry_works(lantern: OpenHouse, marisol: Browser, code: str, hurried):
    locks(lantern.browser(), hurried(code))

    assert marisol.get("/community").status == 303


def test_whoever_locks_their_own_browser_out_is_out_as_well(marisol: Browser, code: str):
    answer = locks(marisol, code)

    page = marisol.follow(answer)
    assert page.status == 200
    assert "@marisol" not in page.text
    assert marisol.get("/community").status == 303


def test_whether_or_not_there_is_such_a_code_everything_is_the_same(
    lantern: OpenHouse, marisol: Browser, code: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(framing, "FRESH_FOR", 1e9)
    lantern.browser().get("/lock")
    told = {}
    for sent in (MADE_UP, code):
        browser = lantern.browser()
        with counted(lantern.house) as cost:
            answer = locks(browser, sent)
            page = browser.follow(answer)
        headers = [{k: v for k, v in each.headers.items() if k != "content-length"} for each in (answer, page)]
        words = page.text.replace(page.forms[0].values[0][1], "TOKEN")
        told[sent] = (answer.status, answer.body, headers, words, browser.cookies, cost)

    assert told[code] == told[MADE_UP]
    assert told[code][5].hashings == 0
    assert len([statement for statement in told[code][5].statements if statement.startswith("DELETE")]) == 3
    assert marisol.get("/community").status == 303


@pytest.mark.parametrize("typed", ["", "marisol", "k7fm-29qx", "k7fm-29qx-wt30", "x" * 5000, "<b>"])
def test_what_cannot_be_a_code_comes_back_with_how_one_looks(stranger: Browser, typed: str):
    answer = locks(stranger, typed)

    assert answer.status == 422
    assert "twelve letters and digits" in answer.text
    assert answer.values_of("/lock")["code"] == typed


def test_too_many_tries_from_one_place_are_refused_whatever_the_code(lantern: OpenHouse, marisol: Browser, code: str):
    lantern.counts()

    told = [locks(lantern.browser(), MADE_UP).status for _ in range(31)]
    late = locks(lantern.browser(), code)

    assert told == [303] * 30 + [429]
    assert late.status == 429
    assert late.values_of("/lock")["code"] == code
    assert marisol.get("/community").status == 200


def test_a_form_from_another_site_locks_nothing(lantern: OpenHouse, marisol: Browser, stranger: Browser, code: str):
    page = stranger.get("/lock")

    for headers in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}):
        assert stranger.submit(page, "/lock", headers=headers, code=code).status == 403
    stale = stranger.submit(page, "/lock", csrf="", code=code)

    assert stale.status == 403
    assert stale.values_of("/lock")["code"] == code
    assert marisol.get("/community").status == 200


def test_the_way_to_it_stands_where_a_stranger_looks(stranger: Browser):
    for path in ("/", "/sign-in"):
        assert "/lock" in stranger.get(path).links()


def test_a_browser_that_tells_nothing_about_itself_locks_as_well(stranger: Browser, marisol: Browser, code: str):
    """As lynx does: neither Origin nor Sec-Fetch-Site."""
    page = stranger.get("/lock")

    assert stranger.submit(page, "/lock", headers={"origin": ""}, code=code).status == 303
    assert marisol.get("/community").status == 303
