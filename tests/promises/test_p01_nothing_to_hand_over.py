"""P1: what whoever visits brings along, in whatever header and field, is found in no table, file or log."""
# ruff: noqa: F811 — fixtures are imported by their names

import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from app.accounts.actions import apps, pausing
from app.basics.clock import now
from app.storage.tables import Base
from tests.web.browser import Browser
from tests.web.conftest import OpenHouse, lantern  # noqa: F401 — a fixture
from tests.web.test_joining import CODE
from tests.world.cast import PASSPHRASE, Member, join
from tests.world.pictures import phone_picture
from tests.world.tables import tables_of

CANARY, ADDRESS = "kanarievogel4711", "203.0.113.77"
CONTENT = "Tea at mine on Sunday"
NEVER_A_COLUMN = re.compile(
    r"(^|_)(e?mail|phone|tel|legal|birth|born|document|passport|ip|agent|browser|latitude|longitude|lat|lng|lon|geo|"
    r"coordinates|place|city|device|referr?er)(_|$)"
)
BROUGHT = dict.fromkeys(
    [
        "user-agent",
        "referer",
        "x-forwarded-for",
        "x-real-ip",
        "forwarded",
        "via",
        "from",
        "accept-language",
        "sec-ch-ua",
        "sec-ch-ua-platform",
        "sec-ch-ua-model",
        "x-request-id",
        "x-device-id",
        "if-none-match",
        "dnt",
        "x-latitude",
        "cf-connecting-ip",
        "true-client-ip",
        "x-client-data",
    ],
    CANARY,
)
ASKED_BY_NOBODY = dict.fromkeys(
    ["email", "phone", "legal_name", "date_of_birth", "document", "latitude", "device", "locale", "reason", "timezone"],
    CANARY,
)
FIELDS = {**ASKED_BY_NOBODY, **dict.fromkeys(["next", "back", "state", "who", "code", "username", "password"], CANARY)}


class Careless(Browser):
    """A browser that tells everything about itself with each request."""

    def _asks(self, method, path, headers, **sent):
        return super()._asks(method, path, {**BROUGHT, **headers}, **sent)


@pytest.fixture
def careless(lantern: OpenHouse, caplog: pytest.LogCaptureFixture) -> Iterator[Careless]:
    """Somebody whose network address would be worth writing down, and logs at their most talkative."""
    caplog.set_level(logging.WARNING, "httpx2")  # the visitor's own side
    caplog.set_level(logging.DEBUG)  # last: it sets the level of what catches them all
    with TestClient(lantern.app, base_url=lantern.envoy.origin, client=(ADDRESS, 4711)) as client:
        lantern.client = client
        yield Careless(client, lantern.envoy.origin)


def test_no_table_has_a_column_for_who_somebody_is_outside():
    columns = [f"{table.name}.{column.name}" for table in Base.metadata.tables.values() for column in table.columns]

    named = [name for name in columns if NEVER_A_COLUMN.search(name.partition(".")[2])]

    assert len(columns) > 50
    assert named == []


def test_a_members_whole_life_here_leaves_only_what_they_wrote(
    lantern: OpenHouse, a_member: Member, careless: Careless, caplog: pytest.LogCaptureFixture, capfd
):
    live_here(careless, lantern, a_member)
    lantern.settles()

    kept = everything_kept(lantern)

    assert CONTENT in kept
    assert_nothing_of(CANARY, kept, caplog.text, *capfd.readouterr())
    assert_nothing_of(ADDRESS, kept, caplog.text)
    assert_nothing_of(PASSPHRASE, kept, caplog.text)


def test_no_route_keeps_what_comes_with_a_request(
    lantern: OpenHouse, a_member: Member, careless: Careless, caplog: pytest.LogCaptureFixture, capfd
):
    """Every route of every door, as a stranger, as a member and as a member's app."""
    bearer = {"authorization": "Bearer " + lantern.house.database.write_now(_token, lantern, a_member.id)}
    answered = {
        _knock_at(careless, path, method, cookies, headers)
        for path, method in [*every_route(lantern), ("/nowhere/{made_up}", "GET"), ("/nowhere/{made_up}", "POST")]
        for cookies, headers in (
            ({}, {"authorization": f"Bearer {CANARY}"}),
            (_here_again(lantern, a_member), {}),  # anew each time: one of the routes signs out, another hides
            ({}, bearer),
        )
    }
    lantern.settles()

    kept = everything_kept(lantern)

    assert {200, 303, 401, 404} <= answered
    assert "marisol" in kept
    assert_nothing_of(CANARY, kept, caplog.text, *capfd.readouterr())
    assert_nothing_of(ADDRESS, kept, caplog.text)


def live_here(browser: Browser, lantern: OpenHouse, host: Member) -> None:
    """Join, write with a picture, make a mistake, look somebody up, follow, mark, recover, leave."""
    invitation = lantern.invitation_by(host)
    again = {"passphrase": PASSPHRASE, "again": PASSPHRASE}
    joined = browser.submit(browser.get(invitation), invitation, name="oda", adult="1", **again, **ASKED_BY_NOBODY)
    codes = CODE.findall(joined.text)
    photo = {"picture_1": (f"{CANARY}.jpg", phone_picture(), "image/jpeg")}
    browser.submit(browser.get("/write"), "/posts", files=photo, text=CONTENT, once=CANARY, **ASKED_BY_NOBODY)
    browser.submit(browser.get("/write"), "/posts", text=CANARY, audience=CANARY)
    browser.submit(browser.get("/more"), "/lookups", who=f"@{CANARY}", **ASKED_BY_NOBODY)
    page = browser.get("/@marisol")
    browser.submit(page, "/@marisol/follow", follow="1", back=f"/{CANARY}", **ASKED_BY_NOBODY)
    browser.submit(browser.get("/settings"), "/settings", display_name="Oda", about="", **ASKED_BY_NOBODY)
    browser.submit(browser.get("/invitations"), "/invitations", days="7", **ASKED_BY_NOBODY)
    browser.submit(browser.get("/"), "/leave", **ASKED_BY_NOBODY)
    browser.submit(browser.get("/sign-in"), "/sign-in", name=CANARY, passphrase=CANARY, next=f"/{CANARY}")
    recovered = browser.submit(browser.get("/recover"), "/recover", name="oda", code=codes[0], **again)
    assert (len(codes), recovered.status) == (8, 303)


def every_route(lantern: OpenHouse) -> list[tuple[str, str]]:
    """(path, method) of whatever the app answers."""
    found = [(route.path, method) for route in _walked(lantern.app.routes) for method in sorted(route.methods)]
    assert len(found) > 60
    return [route for route in found if route[1] != "HEAD"]


def everything_kept(lantern: OpenHouse) -> str:
    """Every row of every table and every byte in the data folder."""
    database, folder = lantern.house.database, lantern.house.settings.data
    files = [path for path in Path(folder).rglob("*") if path.is_file()]
    return database.read_now(_rows) + "".join(path.read_bytes().decode("latin-1") for path in files)


def assert_nothing_of(word: str, *texts: str) -> None:
    for text in texts:
        found = text.lower().find(word.lower())
        assert found < 0, text[max(0, found - 200) : found + 100]


def _walked(routes: list[Any]) -> Iterator[Any]:
    """The routes inside included routers as well."""
    for route in routes:
        if hasattr(route, "original_router"):
            yield from _walked(route.original_router.routes)
        elif getattr(route, "methods", None):
            yield route


def _here_again(lantern: OpenHouse, member: Member) -> dict[str, str]:
    lantern.house.database.write_now(pausing.come_back, member.id)
    return lantern.browser_of(member).cookies


def _knock_at(browser: Browser, path: str, method: str, cookies: dict[str, str], headers: dict[str, str]) -> int:
    browser.cookies = dict(cookies)
    address = re.sub(r"{[^}]+}", CANARY, path) + f"?{CANARY}={CANARY}"
    if method == "GET":
        return browser.get(address, **headers).status
    token = {} if not cookies else {"csrf": browser.get("/write").values_of("/posts")["csrf"]}
    return browser._asks(method, address, {"origin": browser.origin, **headers}, data={**FIELDS, **token}).status


def _token(session: Session, lantern: OpenHouse, account_id: int) -> str:
    key = lantern.house.key
    app = apps.register(session, "Tusk", [apps.OUT_OF_BAND], "read write follow push", "", key=key, now=now())
    return apps.give_token(session, app.id, account_id, "read write follow push", member_key=None, now=now())


def _rows(session: Session) -> str:
    connection = session.connection()
    tables = tables_of(connection)
    assert set(tables.tables) >= set(Base.metadata.tables)
    rows = (row for table in tables.sorted_tables for row in connection.execute(select(table)))
    return "\n".join(" ".join(_word(value) for value in row) for row in rows)


def _word(value: object) -> str:
    return bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else str(value)


def test_the_search_itself_finds_what_was_written(lantern: OpenHouse, a_member: Member):
    join(lantern.house, CANARY)
    a_member.posts(ADDRESS)

    kept = everything_kept(lantern)

    assert CANARY in kept
    assert ADDRESS in kept
