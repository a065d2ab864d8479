"""Whoever waits to be let in sees their own page and nothing of anybody; to everybody else they are not there."""

import re
from collections.abc import Iterator

import pytest
from starlette.routing import Route, WebSocketRoute

from app.accounts import holders
from app.accounts.actions import admitting, apps
from app.accounts.viewer import STRANGER
from app.basics.clock import now
from app.doors.access import DECLARED, Access, every_route
from tests.promises.test_p03_vouches_fade import the_id_of
from tests.web.browser import Browser, Page
from tests.web.conftest import COOKIE, OpenHouse
from tests.web.test_joining import joins
from tests.world.cast import PASSPHRASE, Member

PLANTED = "planted-sentence"
ABOUT_THE_APP = "/api/v1/apps/verify_credentials"
OF_THE_BROWSER = "/accounts"  # which names it holds: the same for whoever uses it
THEIR_OWN = {"/waiting", "/waiting/introduction", "/waiting/withdrawal"}


def admits(lantern: OpenHouse, admission: str = "vouches", needed: int = 2) -> None:
    """The stewards have chosen how people come in."""
    lantern.house.database.write_now(admitting.choose_admission, "steward", admission, needed, 90, now=now())
    lantern.app.state.shown = None


@pytest.fixture
def lupe(lantern: OpenHouse, a_member: Member) -> Browser:
    """Lupe, whom Marisol invited, and who waits for a second vouch."""
    admits(lantern)
    browser = lantern.browser()
    joins(browser, lantern.invitation_by(a_member), "lupe")
    return browser


def a_token_for(lantern: OpenHouse, account_id: int) -> str:
    """What an app of theirs would hold, if there could be one."""

    def give(session):  # type: ignore[no-untyped-def]
        app = apps.register(
            session, "Tusk", [apps.OUT_OF_BAND], "read write follow", "", key=lantern.house.key, now=now()
        )
        return apps.give_token(session, app.id, account_id, "read write follow", member_key=None, now=now())

    return lantern.house.database.write_now(give)


def the_link(page: Page) -> str:
    """The path of the link that a newcomer gives to members."""
    found = re.search(r"https://lantern\.example(/newcomers/[A-Za-z0-9_-]{22})<", page.text)
    assert found
    return found[1]


def closed_routes(lantern: OpenHouse) -> Iterator[tuple[str, str]]:
    """But for the one that is no request and answer: whoever waits hears nothing there either (`tests/live`)."""
    for route in every_route(lantern.app.routes):
        if isinstance(route, WebSocketRoute):
            continue
        assert isinstance(route, Route)
        for method in sorted((route.methods or set()) - {"HEAD"}):
            if DECLARED[route.endpoint] not in {Access.OPEN, Access.KNOCK}:
                yield method, route.path


def test_signing_in_leads_to_a_page_of_their_own(lantern: OpenHouse, lupe: Browser):
    again = lantern.browser()
    answer = again.submit(again.get("/sign-in"), "/sign-in", name="lupe", passphrase=PASSPHRASE)

    home = again.follow(answer)

    assert home.location == "/waiting"
    page = again.follow(home)
    assert "1 of 2 people have vouched for you" in page.text
    assert the_link(page)


def test_no_page_and_no_route_shows_somebody_who_waits_anything_of_anybody(
    lantern: OpenHouse, lupe: Browser, a_member: Member, another_member: Member
):
    post = a_member.posts(f"{PLANTED} for everybody @juno", "open")
    another_member.posts(f"@marisol {PLANTED} in answer", reply_to=post)
    lantern.settles()
    csrf = lupe.get("/waiting").values_of("/waiting/introduction")["csrf"]
    values = {"handle": "marisol", "account_id": str(a_member.id)}

    visited = 0
    for method, path in closed_routes(lantern):
        filled = re.sub(r"\{(\w+)(?::\w+)?\}", lambda name: values.get(name[1], str(post)), path)
        if filled in THEIR_OWN or filled == "/sign-out":
            continue
        for accept in ("text/html", "application/json", "application/activity+json"):
            page = lupe._asks(
                method,
                filled,
                {"accept": accept, "origin": lupe.origin},
                data={"csrf": csrf} if method != "GET" else None,
            )
            visited += 1
            if not filled.startswith(OF_THE_BROWSER):
                assert page.status in {303, 401, 404}, (method, filled, page.status)
                assert page.location in {"", "/waiting"}, (method, filled, page.location)
            assert PLANTED not in page.text, (method, filled)
            assert "marisol" not in page.text.replace(filled, ""), (method, filled)

    assert visited > 250
    assert "1 of 2" in lupe.get("/waiting").text


def test_no_route_of_the_api_answers_an_app_of_theirs(lantern: OpenHouse, lupe: Browser, a_member: Member):
    post = a_member.posts(f"{PLANTED} for everybody", "open")
    lantern.settles()
    token = a_token_for(lantern, the_id_of(lantern, "lupe"))

    visited = 0
    for method, path in closed_routes(lantern):
        if path.startswith(("/api/", "/media/")) and path != ABOUT_THE_APP:
            filled = re.sub(r"\{(\w+)(?::\w+)?\}", str(post), path)
            answer = lantern.client.request(method, filled, headers={"authorization": f"Bearer {token}"})
            visited += 1
            assert answer.status_code in {401, 403, 404}, (method, filled, answer.status_code)
            assert PLANTED.encode() not in answer.content, (method, filled)
            assert b"marisol" not in answer.content, (method, filled)

    own = lantern.client.get("/api/v1/accounts/verify_credentials", headers={"authorization": f"Bearer {token}"})
    assert visited > 60
    assert own.status_code == 403
    assert "not let in yet" in own.json()["error"]
    assert (
        "Lantern House" not in lantern.client.get("/api/v2/instance", headers={"authorization": f"Bearer {token}"}).text
    )


def test_to_members_they_are_not_there(lantern: OpenHouse, lupe: Browser, marisol: Browser):
    looked_up = marisol.submit(marisol.get("/more"), "/lookups", who="@lupe")
    nobody = marisol.submit(marisol.get("/more"), "/lookups", who="@epul")

    assert looked_up.status == nobody.status == 404
    assert marisol.get("/@lupe").status == marisol.get("/@epul").status == 404
    app = {"authorization": f"Bearer {a_token_for(lantern, the_id_of(lantern, 'marisol'))}"}
    for path in ("/api/v1/accounts/lookup?acct=lupe", f"/api/v1/accounts/{the_id_of(lantern, 'lupe')}"):
        assert lantern.client.get(path, headers=app).status_code == 404, path
    search = lantern.client.get("/api/v2/search?q=@lupe&resolve=true", headers=app)
    assert search.json()["accounts"] == []


def test_what_they_write_of_themselves_is_read_by_whoever_opens_the_link(
    lantern: OpenHouse, lupe: Browser, juno: Browser
):
    page = lupe.get("/waiting")
    lupe.submit(page, "/waiting/introduction", display_name="Lupe", about="Marisol knows me from the union.")

    seen = juno.get(the_link(page))

    assert "Marisol knows me from the union." in seen.text
    assert "I know this person and answer for them" in seen.text


def test_what_is_too_long_stays_in_its_field_with_the_reason(lupe: Browser):
    answer = lupe.submit(lupe.get("/waiting"), "/waiting/introduction", display_name="x" * 61, about="still here")

    assert answer.status == 422
    assert "at most 60 characters" in answer.text
    assert "still here" in answer.text


def test_a_second_vouch_lets_them_in_and_a_home_is_there(lantern: OpenHouse, lupe: Browser, juno: Browser):
    link = the_link(lupe.get("/waiting"))

    answer = juno.submit(juno.get(link), link, answer="yes")

    assert "They are in" in juno.follow(answer).text
    assert lupe.get("/waiting").location == "/"
    assert "/@lupe" in lupe.get("/more").text
    assert juno.get("/@lupe").status == 200
    assert juno.get(link).status == 404


def test_a_vouch_is_taken_back(lantern: OpenHouse, lupe: Browser, juno: Browser):
    admits(lantern, needed=3)
    link = the_link(lupe.get("/waiting"))
    given = juno.follow(juno.submit(juno.get(link), link, answer="yes"))
    assert "2 of 3" in lupe.get("/waiting").text

    juno.submit(given, link, answer="back")

    assert "1 of 3" in lupe.get("/waiting").text


@pytest.mark.parametrize("link", ["made-up", "1", "x" * 300, "%00", "%F0%9F%98%80"])
def test_a_made_up_link_leads_to_nobody(lupe: Browser, juno: Browser, link: str):
    assert juno.get(f"/newcomers/{link}").status == 404


def test_whatever_door_forgets_to_ask_reads_for_them_what_a_stranger_reads(lantern: OpenHouse, lupe: Browser):
    token = a_token_for(lantern, the_id_of(lantern, "lupe"))

    in_a_browser = lantern.house.database.read_now(holders.session_holder, lupe.cookies[COOKIE], now=now())
    in_an_app = lantern.house.database.read_now(holders.token_holder, token)

    assert [held and held.viewer for held in (in_a_browser, in_an_app)] == [STRANGER, STRANGER]


def test_the_link_is_nothing_to_strangers_and_vouching_needs_the_token(
    lantern: OpenHouse, lupe: Browser, juno: Browser, stranger: Browser
):
    link = the_link(lupe.get("/waiting"))
    page = juno.get(link)

    told = [stranger.get(path, accept=kind) for kind in ("text/html", "*/*") for path in (link, f"{link[:-1]}-")]
    assert told[0].location.startswith("/sign-in")
    assert (told[0].status, told[2].status) == (told[1].status, told[3].status)
    assert told[2].body == told[3].body
    assert stranger.submit(page, link, answer="yes").location == "/sign-in"
    assert juno.submit(page, link, answer="yes", csrf="made-up").status == 403
    assert juno.submit(page, link, answer="maybe").status == 422
    assert "1 of 2" in lupe.get("/waiting").text


def test_stopping_to_ask_deletes_the_account_at_once(lantern: OpenHouse, lupe: Browser, a_member: Member):
    lupe.submit(lupe.get("/waiting"), "/waiting/withdrawal")

    assert lupe.get("/waiting").location.startswith("/sign-in")
    again = lantern.browser()
    assert joins(again, lantern.invitation_by(a_member), "lupe").status == 200


def test_signing_out_ends_the_session_of_somebody_who_waits(lupe: Browser):
    lupe.submit(lupe.get("/waiting"), "/sign-out")

    assert lupe.get("/waiting").location.startswith("/sign-in")
