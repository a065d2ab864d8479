"""Hiding for a while and leaving for good, as a member does it on the pages."""

import pytest

from app.accounts.actions import pausing
from tests.web.browser import Browser
from tests.web.conftest import COOKIE, OpenHouse
from tests.world.cast import PASSPHRASE, Member

LEAVING, PAUSE = "/settings/leaving", "/settings/pause"


def test_what_cannot_be_undone_is_said_before_and_the_passphrase_is_asked_for(marisol: Browser):
    page = marisol.get(LEAVING)

    assert "can&#39;t be undone" in page.text
    assert "That is a request: a server there could refuse" in page.text
    assert set(page.values_of(LEAVING)) == {"csrf", "passphrase"}


def test_whoever_types_the_passphrase_is_gone_at_once(lantern: OpenHouse, marisol: Browser, juno: Browser):
    assert juno.get("/@marisol").status == 200
    secret = marisol.cookies[COOKIE]

    gone = marisol.submit(marisol.get(LEAVING), LEAVING, passphrase=PASSPHRASE)

    assert "Your account is gone" in gone.text
    assert gone.headers["clear-site-data"]
    assert Browser(lantern.client, marisol.origin, {COOKIE: secret}).get("/community").location.startswith("/sign-in")
    assert juno.get("/@marisol").status == 404
    sign_in = lantern.browser()
    again = sign_in.submit(sign_in.get("/sign-in"), "/sign-in", name="marisol", passphrase=PASSPHRASE)
    assert again.status == 422


@pytest.mark.parametrize("passphrase", ["", "another passphrase entirely", PASSPHRASE.upper()])
def test_without_the_passphrase_nothing_happens(marisol: Browser, juno: Browser, passphrase: str):
    answer = marisol.submit(marisol.get(LEAVING), LEAVING, passphrase=passphrase)

    assert answer.status == 422
    assert "That is not your passphrase." in answer.text
    assert juno.get("/@marisol").status == 200


def test_another_site_cannot_make_somebody_leave(marisol: Browser, juno: Browser):
    page = marisol.get(LEAVING)

    for headers in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}):
        assert marisol.submit(page, LEAVING, headers=headers, passphrase=PASSPHRASE).status == 403
    assert marisol.submit(page, LEAVING, csrf="made-up", passphrase=PASSPHRASE).status == 403
    assert juno.get("/@marisol").status == 200


def test_the_only_steward_is_asked_who_keeps_the_house(vera: Browser, a_member: Member):
    page = vera.get(LEAVING)
    assert "successor" in page.values_of(LEAVING)

    refused = vera.submit(page, LEAVING, passphrase=PASSPHRASE, successor="nobody_here")

    assert refused.status == 422
    assert "No member of this house has that name." in refused.text
    assert refused.values_of(LEAVING)["successor"] == "nobody_here"
    assert "Your account is gone" in vera.submit(refused, LEAVING, passphrase=PASSPHRASE, successor="marisol").text


def test_whoever_hides_sees_one_page_with_one_button(lantern: OpenHouse, marisol: Browser, juno: Browser):
    marisol.submit(marisol.get(PAUSE), PAUSE)

    assert juno.get("/@marisol").status == 404
    for path in ("/", "/community", "/write", "/settings", "/@juno", "/messages"):
        assert marisol.get(path).location == PAUSE, path
    page = marisol.get(PAUSE)
    assert "Allies still have what reached them before" in page.text
    back = marisol.submit(page, "/settings/return")
    assert "Welcome back" in marisol.follow(back).text
    assert juno.get("/@marisol").status == 200


def test_signing_in_lands_on_the_page_that_says_so(lantern: OpenHouse, a_member: Member):
    lantern.house.database.write_now(pausing.pause, a_member.id)
    browser = lantern.browser()

    signed_in = browser.submit(browser.get("/sign-in"), "/sign-in", name="marisol", passphrase=PASSPHRASE)

    assert browser.follow(signed_in).location == PAUSE
    assert "You are hidden" in browser.get(PAUSE).text


def test_whoever_hides_can_act_in_no_way_but_come_back_or_leave(marisol: Browser, juno: Browser, a_member: Member):
    writing = marisol.get("/write")
    a_member.house.database.write_now(pausing.pause, a_member.id)

    refused = marisol.submit(writing, "/posts", text="From the dark")

    assert refused.location == PAUSE
    assert "From the dark" not in juno.get("/community").text


def test_whoever_hides_leaves_for_good_from_there(lantern: OpenHouse, marisol: Browser, a_member: Member):
    """Nobody has to show themselves again to be able to go."""
    marisol.submit(marisol.get(PAUSE), PAUSE)

    offered = marisol.get(PAUSE).links()
    gone = marisol.submit(marisol.get(LEAVING), LEAVING, passphrase=PASSPHRASE)

    assert LEAVING in offered
    assert "Your account is gone" in gone.text
    browser = lantern.browser()
    again = browser.submit(browser.get("/sign-in"), "/sign-in", name="marisol", passphrase=PASSPHRASE)
    assert again.status == 422
