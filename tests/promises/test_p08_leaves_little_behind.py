"""P8: pages behind sign-in are kept by nobody; leaving ends every session of the browser and clears the site from any
page; the lock code ends every session and app of its account, from any device. In a real browser: `tests/stories`.
"""
# ruff: noqa: F811 — fixtures are imported by their names

from datetime import timedelta

import pytest

from app.accounts.actions import apps, codes
from app.basics.clock import now
from app.doors.access import Access
from tests.web.browser import Browser
from tests.web.conftest import COOKIE, OpenHouse, lantern, vera  # noqa: F401 — fixtures
from tests.web.every_page import pages_for
from tests.web.test_accounts import adds, held, holder
from tests.web.test_locking import MADE_UP, locks
from tests.web.test_writing import a_photo, writes
from tests.world.cast import Member

BEHIND = ["/", "/@vera", "/policy", "/nowhere", *(one for one in pages_for(Access.MEMBER) if one != "/oauth/authorize")]


@pytest.mark.parametrize("path", BEHIND)
def test_no_page_behind_sign_in_is_kept_and_each_has_the_way_out(lantern: OpenHouse, vera: Browser, path: str):
    secret = vera.cookies[COOKIE]
    page = vera.get(path)

    left = vera.submit(page, "/leave")

    assert page.headers["cache-control"] == "no-store"
    assert left.headers["cache-control"] == "no-store"
    assert left.headers["clear-site-data"] == '"cache", "cookies", "storage"'
    assert vera.cookies == {}
    assert Browser(lantern.client, vera.origin, {COOKIE: secret}).get("/community").status == 303


def test_pictures_and_answers_to_forms_are_not_kept_either(vera: Browser):
    answer = writes(vera, "The balcony", files={"picture_1": a_photo()})
    small = next(attrs["src"] for tag, attrs in vera.get("/community").read.tags if tag == "img")

    assert answer.headers["cache-control"] == "no-store"
    assert vera.get(small).headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", ["/", "/accounts", "/settings/devices", "/lock", "/nowhere"])
def test_leaving_ends_every_account_of_the_browser(lantern: OpenHouse, vera: Browser, a_member: Member, path: str):
    adds(vera, "marisol")
    secrets = held(vera)

    vera.submit(vera.get(path), "/leave")

    assert len(secrets) == 2
    assert [holder(lantern, secret) for secret in secrets] == [None, None]
    assert vera.cookies == {}


def test_a_lock_code_ends_whatever_an_account_has_open_and_nothing_else(
    lantern: OpenHouse, vera: Browser, a_member: Member
):
    database, key = lantern.house.database, lantern.house.key
    code = database.write_now(codes.renew_lock_code, a_member.id, key=key)
    sessions = [a_member.signs_in(now() - timedelta(days=ago)) for ago in range(5)]
    app = database.write_now(apps.register, "Tusk", [apps.OUT_OF_BAND], "read", "", key=key, now=now())
    token = database.write_now(apps.give_token, app.id, a_member.id, "read", member_key=a_member.key, now=now())

    locks(lantern.browser(), MADE_UP)
    assert all(holder(lantern, secret) for secret in sessions)
    locks(lantern.browser(), code.upper())

    assert [holder(lantern, secret) for secret in sessions] == [None] * 5
    headers = {"authorization": f"Bearer {token}"}
    assert lantern.client.get("/api/v1/timelines/home", headers=headers).status_code == 401
    assert vera.get("/community").status == 200


def test_a_page_of_a_locked_session_leads_to_sign_in_and_leaves_nothing_in_the_browser(
    lantern: OpenHouse, a_member: Member
):
    phone = lantern.browser_of(a_member)
    page = phone.get("/write")
    locks(
        lantern.browser(), lantern.house.database.write_now(codes.renew_lock_code, a_member.id, key=lantern.house.key)
    )

    answers = [phone.submit(page, "/posts", text="by whoever has the phone"), phone.get("/community"), phone.get("/")]

    assert [answer.location for answer in answers] == ["/sign-in", "/sign-in?next=/community", ""]
    assert {answer.headers["cache-control"] for answer in answers} == {"no-store"}
    assert answers[0].headers["clear-site-data"] == '"cache"'
    assert phone.cookies == {}
