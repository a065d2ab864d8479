"""Leave quickly: nothing stands in its way (P8)."""

from tests.web.browser import Browser
from tests.web.conftest import COOKIE, OpenHouse


def test_leaving_ends_the_session_clears_the_browser_and_lands_on_the_houses_exit(lantern: OpenHouse, marisol: Browser):
    secret = marisol.cookies[COOKIE]

    answer = marisol.submit(marisol.get("/"), "/leave")
    left = marisol.follow(answer)

    assert answer.headers["clear-site-data"] == '"cache", "cookies", "storage"'
    assert marisol.cookies == {}
    assert 'content="0;url=https://weather.example/"' in left.text
    assert Browser(lantern.client, marisol.origin, {COOKIE: secret}).get("/community").status == 303


def test_an_expired_session_or_a_stale_page_leaves_as_well(lantern: OpenHouse, marisol: Browser):
    page = marisol.get("/")
    marisol.cookies[COOKIE] = "a-session-that-is-over"

    answer = marisol.submit(page, "/leave", csrf="stale")

    assert (answer.status, answer.location) == (303, "/left")
    assert "clear-site-data" in answer.headers


def test_whoever_was_never_signed_in_leaves_as_well(stranger: Browser):
    assert stranger.submit(stranger.get("/"), "/leave").location == "/left"


def test_another_sites_page_cannot_clear_anything_here(lantern: OpenHouse, marisol: Browser):
    for headers in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}):
        answer = marisol.submit(marisol.get("/"), "/leave", headers=headers)

        assert "clear-site-data" not in answer.headers

    assert marisol.get("/community").status == 200


def test_the_page_one_lands_on_says_nothing_of_the_house(stranger: Browser):
    assert "Lantern" not in stranger.get("/left").text
