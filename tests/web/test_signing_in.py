"""Signing in: one form, one answer for whatever is wrong, a fresh session each time."""

import pytest

from tests.web.browser import Browser
from tests.web.conftest import COOKIE, OpenHouse
from tests.world.cast import PASSPHRASE, Member
from tests.world.counting import counted


def signs_in(browser: Browser, name: str, passphrase: str = PASSPHRASE, **more: str):
    return browser.submit(browser.get("/sign-in"), "/sign-in", name=name, passphrase=passphrase, **more)


def test_a_member_signs_in_with_name_and_passphrase(stranger: Browser, a_member: Member):
    answer = signs_in(stranger, "marisol")

    assert (answer.status, answer.location) == (303, "/")
    assert "Write to your people" in stranger.follow(answer).text


def test_a_name_is_known_in_any_case_and_with_its_at_sign(stranger: Browser, a_member: Member):
    assert signs_in(stranger, " @Marisol ").status == 303


def test_the_cookie_is_for_this_host_alone_and_out_of_reach_of_scripts(stranger: Browser, a_member: Member):
    morsel = signs_in(stranger, "marisol").cookies[COOKIE]

    assert (morsel["secure"], morsel["httponly"], morsel["samesite"], morsel["path"]) == (True, True, "lax", "/")
    assert morsel["domain"] == ""


def test_each_sign_in_begins_a_new_session_and_ends_the_one_that_was_there(lantern: OpenHouse, marisol: Browser):
    planted = marisol.cookies[COOKIE]
    page = lantern.browser().get("/sign-in")

    marisol.submit(page, "/sign-in", name="marisol", passphrase=PASSPHRASE)

    assert marisol.cookies[COOKIE] != planted
    assert "Sign in" in Browser(lantern.client, marisol.origin, {COOKIE: planted}).get("/").text


def test_a_wrong_passphrase_keeps_the_name_and_never_the_passphrase(stranger: Browser, a_member: Member):
    answer = signs_in(stranger, "marisol", "not the passphrase at all")

    assert answer.status == 422
    assert answer.values_of("/sign-in")["name"] == "marisol"
    assert "not the passphrase at all" not in answer.text
    assert "do not go together" in answer.text


def test_ten_megabytes_of_passphrase_are_refused_unread_and_unhashed_with_a_sentence(
    lantern: OpenHouse, stranger: Browser, a_member: Member
):
    page = stranger.get("/sign-in")

    with counted(lantern.house) as cost:
        huge = stranger.submit(page, "/sign-in", name="marisol", passphrase="a" * 10_000_000)
        long = stranger.submit(page, "/sign-in", name="marisol", passphrase="a" * 2_000)

    assert (huge.status, long.status, cost.hashings) == (413, 422, 0)
    assert "too large" in huge.text
    assert "No passphrase here is as long as that" in long.text
    assert long.values_of("/sign-in")["name"] == "marisol"
    assert stranger.cookies == {}


def test_too_many_tries_are_refused_kindly_with_the_name_kept(lantern: OpenHouse, stranger: Browser):
    lantern.counts()

    answers = [signs_in(stranger, "marisol", "wrong wrong wrong wrong") for _ in range(11)]

    assert [answer.status for answer in answers] == [422] * 10 + [429]
    assert "Too many tries" in answers[-1].text
    assert answers[-1].values_of("/sign-in")["name"] == "marisol"


def test_signing_in_leads_back_to_the_page_that_was_asked_for(stranger: Browser, a_member: Member):
    asked = stranger.get("/community")

    answer = stranger.submit(stranger.follow(asked), "/sign-in", name="marisol", passphrase=PASSPHRASE)

    assert asked.location == "/sign-in?next=/community"
    assert answer.location == "/community"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x"])
def test_signing_in_never_leads_to_another_site(stranger: Browser, a_member: Member, elsewhere: str):
    page = stranger.get("/sign-in?next=" + elsewhere)

    answer = signs_in(stranger, "marisol", next=elsewhere)

    assert page.values_of("/sign-in")["next"] == ""
    assert answer.location == "/"


def test_a_form_from_another_site_signs_nobody_in(stranger: Browser, a_member: Member):
    page = stranger.get("/sign-in")

    for headers in ({"origin": "https://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}):
        answer = stranger.submit(page, "/sign-in", headers=headers, name="marisol", passphrase=PASSPHRASE)
        assert answer.status == 403

    assert stranger.cookies == {}


def test_a_form_without_its_token_signs_nobody_in_but_keeps_the_name(stranger: Browser, a_member: Member):
    page = stranger.get("/sign-in")

    answer = stranger.submit(page, "/sign-in", csrf="", name="marisol", passphrase=PASSPHRASE)

    assert answer.status == 403
    assert answer.values_of("/sign-in")["name"] == "marisol"
    assert stranger.cookies == {}


def test_a_browser_that_says_nothing_of_where_it_comes_from_is_known_by_the_token(stranger: Browser, a_member: Member):
    page = stranger.get("/sign-in")

    answer = stranger.submit(page, "/sign-in", headers={"origin": ""}, name="marisol", passphrase=PASSPHRASE)

    assert answer.status == 303


def test_signing_out_ends_the_session_and_clears_the_browser(lantern: OpenHouse, marisol: Browser):
    secret = marisol.cookies[COOKIE]

    answer = marisol.submit(marisol.get("/more"), "/sign-out")

    assert (answer.location, marisol.cookies) == ("/sign-in", {})
    assert "cookies" in answer.headers["clear-site-data"]
    assert Browser(lantern.client, marisol.origin, {COOKIE: secret}).get("/community").status == 303
