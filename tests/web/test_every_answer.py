"""What every route of the pages holds to: its headers, its door, its errors."""

import gzip
import re

import pytest

from app.accounts.card import TILES
from app.doors.access import DECLARED, Access
from app.doors.nothing import nothing
from app.storage.database import Database
from app.storage.failures import CannotWrite
from app.web import assets, door, tiles
from tests.web.browser import Browser
from tests.web.conftest import OpenHouse
from tests.web.test_allies_desk import knocks
from tests.world.cast import Member

ROUTES = [
    (route.path, next(iter(route.methods)), DECLARED[route.endpoint])
    for screen in door.SCREENS
    for route in screen.door.routes
]
PAGES = ["/", "/sign-in", "/recover", "/left", "/about", "/privacy", "/settings/held", "/settings/lasting",
          "/community", "/write", "/messages", "/notifications", "/more",
         "/settings", "/settings/reach", "/settings/filters", "/settings/filters/new",
         "/settings/second-factor", "/settings/second-factor/codes", "/settings/second-factor/passkeys/new",
         "/invitations", "/allies", "/follow-requests", "/@marisol", "/nowhere"]  # fmt: skip


def made_up(path: str) -> str:
    return re.sub(r"{\w+}", "1", path)


@pytest.mark.parametrize(("path", "method", "access"), ROUTES, ids=[f"{m} {p}" for p, m, _ in ROUTES])
def test_what_is_for_members_gives_a_stranger_nothing_but_the_way_to_sign_in(
    stranger: Browser, path: str, method: str, access: Access
):
    if access is Access.OPEN:
        return

    page = stranger.get(made_up(path)) if method == "GET" else stranger.post(made_up(path), [])
    program = stranger.get(made_up(path), accept="*/*") if method == "GET" else None

    assert page.status == (404 if path.startswith("/media") else 303)
    assert page.location.startswith("/sign-in") or page.status == 404
    if program is not None:
        made_up_thing = stranger.get("/ap/made-up", accept="*/*")
        assert (program.status, program.body) == (404, nothing().body)
        assert dict(program.headers) == dict(made_up_thing.headers)


def test_what_is_open_is_a_short_list():
    assert {f"{method} {path}" for path, method, access in ROUTES if access is Access.OPEN} == {
        "GET /", "GET /health", "GET /static/{name}", "GET /tiles/{name}", "GET /left", "POST /leave", "POST /language",
        "GET /lock", "POST /lock", "GET /locked",
        "GET /sign-in", "POST /sign-in", "GET /sign-in/second", "POST /sign-in/second",
        "GET /recover", "POST /recover", "GET /recover/friends", "POST /recover/friends",
        "GET /recover/friends/return", "POST /recover/friends/return", "GET /join/{token}", "POST /join/{token}",
        "GET /setup/{token}", "POST /setup/{token}", "GET /policy", "GET /@{handle}", "GET /@{handle}/{post}",
        "GET /log", "GET /law", "GET /outside", "POST /outside", "GET /outside/case", "POST /outside/case",
        "GET /privacy", "GET /manifest.webmanifest", "GET /worker.js", "GET /offline",
    }  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_every_page_comes_with_the_headers_that_shut_it_in(marisol: Browser, path: str):
    headers = marisol.get(path).headers

    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == headers["cross-origin-resource-policy"] == "same-origin"
    assert "geolocation=()" in headers["permissions-policy"]
    assert headers["strict-transport-security"].startswith("max-age=")
    assert "server" not in headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


def test_a_page_is_packed_and_its_token_is_another_each_time(marisol: Browser, stranger: Browser):
    packed = marisol.get("/write", accept_encoding="gzip")
    plain = marisol.get("/write", accept_encoding="identity")

    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    tokens = {page.values_of("/posts")["csrf"] for page in (packed, plain)}
    assert len(tokens) == 2
    assert {marisol.submit(page, "/posts", text="x").status for page in (packed, plain)} == {303}
    assert "Accept-Encoding" in packed.headers["vary"]


def test_an_asset_is_kept_for_ever_under_an_address_that_changes_with_it(stranger: Browser):
    style = assets.style()

    answer = stranger.get(style.address)

    assert answer.body == style.body == gzip.decompress(style.packed)
    assert "immutable" in answer.headers["cache-control"]
    assert stranger.get("/static/../../pyproject.toml").status == 404
    assert stranger.get("/static/look-000000000000.css").status == 404


def test_a_tile_is_a_drawing_with_nothing_in_it(stranger: Browser):
    answer = stranger.get("/tiles/17.svg")

    assert answer.body == tiles.tile_file(17)
    assert answer.headers["content-security-policy"] == "default-src 'none'"
    for name in (f"{TILES}.svg", "-1.svg", "x.svg", "1.png", "1", "٣.svg"):
        assert stranger.get(f"/tiles/{name}").body == nothing().body


def test_health_says_one_thing(stranger: Browser):
    assert stranger.get("/health").body == b'{"status":"ok"}'


def test_an_address_where_nothing_is_is_a_page_for_people_and_the_same_bytes_for_programs(
    stranger: Browser, marisol: Browser
):
    assert "There is nothing here." in stranger.get("/nowhere").text
    assert "There is nothing here." in marisol.get("/nowhere").text
    for path in ("/ap/actors/x", "/api/v1/nothing", "/oauth/nothing", "/.well-known/nothing"):
        assert stranger.get(path, accept="text/html").headers["content-type"].startswith("application/json")
    assert stranger.get("/nowhere", accept="application/activity+json").body == nothing().body


def test_a_method_that_is_not_taken_is_nothing_here(marisol: Browser):
    assert marisol.post("/community", []).status == 404
    assert marisol.get("/posts/1/marks").status == 404


def test_a_house_that_cannot_write_says_so_and_keeps_the_text(
    lantern: OpenHouse, marisol: Browser, monkeypatch: pytest.MonkeyPatch
):
    page = marisol.get("/write")

    async def full(self: Database, *args: object, **more: object) -> None:
        raise CannotWrite

    monkeypatch.setattr(Database, "write", full)
    answer = marisol.submit(page, "/posts", text="A long evening's work")

    assert answer.status == 503
    assert "cannot save anything just now" in answer.text
    assert answer.values_of("/posts")["text"] == "A long evening's work"


def test_a_house_that_cannot_even_read_says_so_on_a_page(
    lantern: OpenHouse, marisol: Browser, monkeypatch: pytest.MonkeyPatch
):
    async def gone(self: Database, *args: object, **more: object) -> None:
        raise CannotWrite

    monkeypatch.setattr(Database, "read", gone)
    answer = marisol.get("/community")

    assert answer.status == 503
    assert "<!doctype html>" in answer.text
    assert answer.headers["retry-after"] == "10"


def test_members_read_what_a_stranger_must_not_learn_of_the_allies(
    lantern: OpenHouse, vera: Browser, stranger: Browser, a_member: Member
):
    knocks(vera, "https://masto.example", by_hand="1")

    assert "masto.example" in vera.get("/about").text
    assert "masto.example" not in stranger.get("/about").text
