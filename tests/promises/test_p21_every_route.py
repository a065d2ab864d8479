"""P21 over the whole house: each route that the built application has is visited by a stranger, whatever its door."""
# ruff: noqa: F811 — fixtures are imported by their names

import re
from collections.abc import Iterator

import pytest
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient, WebSocketDenialResponse

from app.doors.access import DECLARED, Access, every_route
from tests.web.conftest import OpenHouse, lantern  # noqa: F401 — a fixture

# What strangers may reach. A new open route is a decision: it is written here, or this fails.
OPEN_PAGES = {
    "/", "/@{handle}", "/@{handle}/{post}", "/health", "/join/{token}", "/language", "/leave", "/left", "/lock",
    "/law", "/locked", "/log", "/manifest.webmanifest", "/offline", "/outside", "/outside/case",
    "/policy", "/privacy", "/recover", "/recover/friends", "/recover/friends/return", "/setup/{token}", "/sign-in",
    "/sign-in/second", "/static/{name}", "/tiles/{name}", "/worker.js",
}  # fmt: skip
OPEN_FOR_APPS = {
    "/.well-known/oauth-authorization-server", "/api/v1/apps", "/api/v1/instance", "/api/v1/instance/activity",
    "/api/v1/instance/domain_blocks", "/api/v1/instance/extended_description", "/api/v1/instance/peers",
    "/api/v1/instance/privacy_policy", "/api/v1/instance/rules", "/api/v1/instance/terms_of_service",
    "/api/v1/instance/translation_languages",
    "/api/v1/streaming/health", "/api/v2/instance", "/api/{rest:path}", "/oauth/revoke", "/oauth/token",
}  # fmt: skip
OPEN_FOR_HOUSES = {
    "/.well-known/host-meta", "/.well-known/nodeinfo", "/.well-known/webfinger", "/ap/instance", "/nodeinfo/2.0",
}  # fmt: skip
CLOSED = {Access.MEMBER, Access.ALLY_SIGNED, Access.CAPABILITY}


def routes_of(house: OpenHouse) -> Iterator[tuple[str, str, Access]]:
    for route in every_route(house.app.routes):
        if isinstance(route, WebSocketRoute):
            continue
        assert isinstance(route, Route)
        for method in sorted((route.methods or set()) - {"HEAD"}):
            yield method, route.path, DECLARED[route.endpoint]


def without_slash(path: str) -> str:
    return path.rstrip("/") or "/"


def test_what_is_open_is_what_is_listed_here(lantern: OpenHouse):
    opened = {without_slash(path) for _, path, access in routes_of(lantern) if access is Access.OPEN}

    assert opened == OPEN_PAGES | OPEN_FOR_HOUSES | OPEN_FOR_APPS


def test_every_closed_route_gives_a_stranger_nothing_of_the_house(lantern: OpenHouse, a_member):
    a_member.posts("planted-sentence for everybody", "open")
    lantern.settles()

    visited = 0
    for method, path, access in routes_of(lantern):
        if access in CLOSED:
            for accept in ("text/html", "application/json", "application/activity+json"):
                answer = visit(lantern.client, method, path, accept)
                visited += 1
                assert answer.status_code in {303, 401, 404}, (method, path, answer.status_code)
                assert b"planted-sentence" not in answer.content, (method, path)
                assert answer.status_code != 303 or answer.headers["location"].startswith("/sign-in"), (method, path)

    assert visited > 200


def test_what_is_spoken_both_ways_is_for_members_alone(lantern: OpenHouse):
    sockets = [route for route in every_route(lantern.app.routes) if isinstance(route, WebSocketRoute)]

    assert {route.path: DECLARED[route.endpoint] for route in sockets} == {"/api/v1/streaming": Access.MEMBER}
    for asked in ("", "?stream=public", "?stream=user&access_token=made-up"):
        with (
            pytest.raises(WebSocketDenialResponse) as refused,
            lantern.client.websocket_connect("/api/v1/streaming" + asked),
        ):
            pass
        assert refused.value.status_code == 401


def test_a_page_of_somebody_here_and_of_nobody_answer_a_stranger_alike(lantern: OpenHouse, a_member):
    for template in ("/@{}", "/@{}/117657178000000000", "/api/v1/accounts/lookup?acct={}"):
        told = [lantern.client.get(template.format(name)) for name in ("marisol", "lisomar")]
        plain = [(one.status_code, one.content.replace(b"lisomar", b"marisol"), shown(one)) for one in told]

        assert plain[0] == plain[1], template


def visit(client: TestClient, method: str, path: str, accept: str):  # type: ignore[no-untyped-def]
    filled = re.sub(r"\{(\w+)(:\w+)?\}", "1", path)
    return client.request(method, filled, headers={"accept": accept, "origin": "https://lantern.example"})


def shown(answer) -> dict[str, str]:  # type: ignore[no-untyped-def]
    return {name: value.replace("lisomar", "marisol") for name, value in answer.headers.items() if name != "date"}
