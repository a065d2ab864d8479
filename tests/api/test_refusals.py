"""Who gets nothing, and what cannot be read: a clean 4xx in the API's own form, with nothing stored."""

import re

import pytest
from fastapi.routing import APIRoute

from app.api import door, pictures
from app.doors.access import DECLARED, Access
from tests.world.cast import post_count

# The app's own token is enough here: it only says which app it is.
FOR_APPS = {"/api/v1/apps/verify_credentials"}


def routes(access):
    return [
        (next(iter(route.methods)), re.sub(r"{[^}]*}", "1", route.path))
        for one in door.doors()
        if one is not pictures.door
        for route in one.routes
        if isinstance(route, APIRoute) and DECLARED[route.endpoint] is access
    ]


FOR_MEMBERS = routes(Access.MEMBER)


def test_most_of_the_api_is_for_members():
    assert len(FOR_MEMBERS) > 70


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_a_stranger_gets_nothing_from_any_of_it(the_door, stranger):
    for method, path in FOR_MEMBERS:
        for answer in (the_door.client.request(method, path), stranger.asks(method, path)):
            assert answer.status_code == 401, (method, path)
            assert answer.json() == {"error": "The access token is invalid"}


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_a_token_without_the_scope_gets_nothing_either(an_app_of, a_member):
    phone = an_app_of(a_member, "push")
    for method, path in FOR_MEMBERS:
        if path not in FOR_APPS and path != "/api/v1/push/subscription":
            answer = phone.asks(method, path)
            assert answer.status_code == 403, (method, path)
            assert answer.json() == {"error": "This action is outside the authorized scopes"}


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_an_apps_own_token_is_nobody(an_app_of):
    phone = an_app_of(None, "read write follow")
    for method, path in FOR_MEMBERS:
        if path not in FOR_APPS:
            assert phone.asks(method, path).status_code == 401, (method, path)


def test_reading_is_not_writing(an_app_of, a_member, house):
    phone = an_app_of(a_member, "read")

    assert phone.posts("/api/v1/statuses", status="Hello").status_code == 403
    assert phone.gets("/api/v1/timelines/home").status_code == 200
    assert house.database.read_now(post_count) == 0


def test_a_narrow_scope_opens_what_it_names(an_app_of, a_member):
    phone = an_app_of(a_member, "read:statuses follow profile")

    assert phone.gets("/api/v1/timelines/home").status_code == 200
    assert phone.gets("/api/v1/follow_requests").status_code == 200
    assert phone.gets("/api/v1/accounts/verify_credentials").status_code == 200
    assert phone.gets("/api/v1/notifications").status_code == 403
    assert phone.gets(f"/api/v1/accounts/{a_member.id}").status_code == 403


def test_a_token_in_the_address_is_none(the_door, marisol):
    answer = the_door.client.get("/api/v1/timelines/home", params={"access_token": marisol.token})

    assert answer.status_code == 401


@pytest.mark.parametrize("number", ["abc", str(2**70), "-1", "1.5", "%00", "٣", "0x10"])
def test_what_is_no_id_is_not_there(marisol, number):
    for path in ("statuses", "accounts", "media", "notifications"):
        answer = marisol.asks("GET", f"/api/v1/{path}/{number}")

        assert answer.status_code == 404
        assert "error" in answer.json()


@pytest.mark.parametrize("params", ["limit=-1", "limit=0", "limit=ten", "max_id=abc", f"min_id={2**70}", "since_id=-5"])
@pytest.mark.parametrize("path", ["timelines/home", "timelines/public", "notifications", "follow_requests"])
def test_a_part_that_cannot_be_is_refused(marisol, path, params):
    answer = marisol.asks("GET", f"/api/v1/{path}?{params}")

    assert answer.status_code == 422
    assert "error" in answer.json()


def test_more_than_there_may_be_is_cut_to_the_most(marisol):
    assert marisol.gets("/api/v1/timelines/home", limit=100_000).status_code == 200


@pytest.mark.parametrize(
    ("content", "content_type", "status"),
    [
        (b'{"status": "Hello"', "application/json", 422),
        (b'["status", "Hello"]', "application/json", 422),
        (b'{"status": ' + b"[" * 10_000 + b"]" * 10_000 + b"}", "application/json", 422),
        (b'{"a":' * 10_000 + b"1" + b"}" * 10_000, "application/json", 422),
        (b'{"status": "\xff\xfe"}', "application/json", 422),
        (b'{"status": "\\ud800"}', "application/json", 422),
        (b"status=Hello", "text/plain", 415),
        (b"<status>Hello</status>", "application/xml", 415),
        (b"status=" + b"x" * 300_000, "application/x-www-form-urlencoded", 413),
        (b"&".join(b"a%d=1" % n for n in range(5000)), "application/x-www-form-urlencoded", 422),
        (b"--b\r\nnothing", "multipart/form-data", 422),
        (b"nothing of the content_type", "multipart/form-data; boundary=b", 422),
        (b"status=%00", "application/x-www-form-urlencoded", 422),
    ],
)
def test_a_body_that_cannot_be_read_is_refused_and_nothing_kept(marisol, house, content, content_type, status):
    answer = marisol.asks("POST", "/api/v1/statuses", content=content, headers={"Content-Type": content_type})

    assert answer.status_code == status, answer.text
    assert list(answer.json()) == ["error"]
    assert house.database.read_now(post_count) == 0


def test_what_the_api_does_not_have_is_said_in_its_own_form(the_door, marisol):
    for method, path in (("GET", "/api/v1/nonsense"), ("DELETE", "/api/v9/x"), ("PUT", "/api/v1/timelines/home")):
        answer = marisol.asks(method, path)

        assert (answer.status_code, answer.json()) == (404, {"error": "Record not found"})


def test_too_often_says_when_to_come_back(the_door):
    form = {"client_name": "Tusk", "redirect_uris": "urn:ietf:wg:oauth:2.0:oob"}
    for _ in range(60):
        assert the_door.client.post("/api/v1/apps", data=form).status_code == 200

    refused = the_door.client.post("/api/v1/apps", data=form)

    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) > 0
