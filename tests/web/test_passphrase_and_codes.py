"""Another passphrase and new codes, for whoever knows the passphrase that holds."""

import re

import pytest

from tests.web.browser import Browser, Page
from tests.web.conftest import COOKIE, OpenHouse
from tests.web.test_accounts import adds, held, holder
from tests.web.test_joining import CODE
from tests.web.test_locking import locks
from tests.web.test_signing_in import signs_in
from tests.world.cast import PASSPHRASE, Member

NEW = "nine quiet herons above water"
CHANGE, CODES = "/settings/passphrase", "/settings/codes"
LOCK_CODE = re.compile(r"<code>([a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4})</code>")


def changes(browser: Browser, old: str = PASSPHRASE, new: str = NEW, again: str = NEW) -> Page:
    return browser.submit(browser.get(CHANGE), CHANGE, old=old, passphrase=new, again=again)


def renews(browser: Browser, old: str = PASSPHRASE) -> Page:
    return browser.submit(browser.get(CODES), CODES, old=old)


def test_the_new_passphrase_holds_and_the_old_one_no_more(lantern: OpenHouse, marisol: Browser):
    answer = changes(marisol)

    assert "Your new passphrase holds" in marisol.follow(answer).text
    assert signs_in(lantern.browser(), "marisol", PASSPHRASE).status == 422
    assert signs_in(lantern.browser(), "marisol", NEW).status == 303


def test_every_other_session_ends_and_this_one_goes_on_under_a_new_secret(
    lantern: OpenHouse, marisol: Browser, a_member: Member
):
    phone, before = a_member.signs_in(), marisol.cookies[COOKIE]

    changes(marisol)

    assert marisol.cookies[COOKIE] != before
    assert [holder(lantern, secret) for secret in (phone, before)] == [None, None]
    assert marisol.get("/community").status == 200


def test_the_other_names_of_this_browser_stay(lantern: OpenHouse, marisol: Browser, another_member: Member):
    adds(marisol, "juno")
    before = held(marisol)

    changes(marisol)

    assert held(marisol)[1] == before[1]
    assert [holder(lantern, secret).name for secret in held(marisol)] == ["juno", "marisol"]


def test_messages_are_still_opened_afterwards(
    lantern: OpenHouse, marisol: Browser, juno: Browser, a_member: Member, another_member: Member
):
    a_member.follows(another_member)
    page = juno.get("/write")
    juno.submit(page, "/posts", text="@marisol the door code is under the pot", audience="mentioned")
    lantern.settles()

    changes(marisol)
    again = lantern.browser()
    signs_in(again, "marisol", NEW)

    for browser in (marisol, again):
        assert "under the pot" in browser.get("/messages").text


def test_a_wrong_old_passphrase_changes_nothing_and_is_said_beside_its_field(lantern: OpenHouse, marisol: Browser):
    answer = changes(marisol, old="not the passphrase at all")

    assert answer.status == 422
    assert 'id="old-fault"' in answer.text
    assert "That is not your passphrase." in answer.text
    assert "not the passphrase at all" not in answer.text
    assert NEW not in answer.text
    assert signs_in(lantern.browser(), "marisol", PASSPHRASE).status == 303


@pytest.mark.parametrize(("new", "again"), [(NEW, NEW + "s"), ("short", "short"), ("a" * 40, "a" * 40), ("", "")])
def test_a_new_passphrase_that_cannot_be_is_refused_with_the_reason(
    lantern: OpenHouse, marisol: Browser, new: str, again: str
):
    answer = changes(marisol, new=new, again=again)

    assert answer.status == 422
    assert 'id="passphrase-fault"' in answer.text
    assert signs_in(lantern.browser(), "marisol", PASSPHRASE).status == 303


def test_the_suggestion_is_kept_when_something_was_wrong(marisol: Browser):
    page = marisol.get(CHANGE)

    answer = marisol.submit(page, CHANGE, old="wrong wrong wrong", passphrase=NEW, again=NEW)

    assert answer.values_of(CHANGE)["suggestion"] == page.values_of(CHANGE)["suggestion"]


def test_guessing_in_somebodys_open_session_ends_soon_and_keeps_nobody_out(lantern: OpenHouse, marisol: Browser):
    lantern.counts()

    told = [changes(marisol, old="wrong wrong wrong").status for _ in range(6)]
    told += [renews(marisol, old="wrong wrong wrong").status for _ in range(5)]

    assert told == [422] * 10 + [429]
    assert signs_in(lantern.browser(), "marisol").status == 303


def test_new_codes_are_shown_once_and_the_earlier_ones_stop_working(lantern: OpenHouse, marisol: Browser):
    first, second = renews(marisol), renews(marisol)

    recovery = [CODE.findall(page.text) for page in (first, second)]
    [old], [new] = (LOCK_CODE.findall(page.text) for page in (first, second))
    assert [len(found) for found in recovery] == [8, 8]
    assert not set(recovery[0]) & set(recovery[1])
    assert not LOCK_CODE.search(marisol.get(CODES).text)
    locks(lantern.browser(), old)
    assert marisol.get("/community").status == 200
    locks(lantern.browser(), new)
    assert marisol.get("/community").status == 303
    filled = {"name": "marisol", "passphrase": NEW, "again": NEW}
    back = lantern.browser()
    assert back.submit(back.get("/recover"), "/recover", code=recovery[0][0], **filled).status == 422
    assert back.submit(back.get("/recover"), "/recover", code=recovery[1][0], **filled).status == 303


def test_new_codes_are_for_whoever_knows_the_passphrase(lantern: OpenHouse, marisol: Browser):
    [code] = LOCK_CODE.findall(renews(marisol).text)

    answer = renews(marisol, old="wrong wrong wrong")

    assert answer.status == 422
    assert "That is not your passphrase." in answer.text
    assert not CODE.search(answer.text)
    locks(lantern.browser(), code)
    assert marisol.get("/community").status == 303


@pytest.mark.parametrize("path", [CHANGE, CODES])
def test_a_form_from_another_site_changes_nothing(lantern: OpenHouse, marisol: Browser, path: str):
    page = marisol.get(path)
    filled = {"old": PASSPHRASE} | ({"passphrase": NEW, "again": NEW} if path == CHANGE else {})

    for headers in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}):
        assert marisol.submit(page, path, headers=headers, **filled).status == 403
    assert marisol.submit(page, path, **filled, csrf="stale").status == 403

    assert signs_in(lantern.browser(), "marisol", PASSPHRASE).status == 303


def test_a_lock_code_comes_with_joining(lantern: OpenHouse, stranger: Browser, a_member: Member):
    path = lantern.invitation_by(a_member)
    joined = {"name": "oda", "passphrase": PASSPHRASE, "again": PASSPHRASE, "adult": "1"}

    answer = stranger.submit(stranger.get(path), path, **joined)

    [code] = LOCK_CODE.findall(answer.text)
    locks(lantern.browser(), code)
    assert "/@oda" not in stranger.get("/more").text
