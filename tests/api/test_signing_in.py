"""OAuth: how an app comes by a token, and how it ends."""

import base64
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from starlette.testclient import TestClient

from app.accounts.actions import apps
from app.accounts.models import App, AppToken
from app.basics.clock import now
from app.basics.errors import Invalid
from tests.api.conftest import Door

BACK = "https://tusk.example/back"
VERIFIER = "a-verifier-that-is-long-enough-for-the-standard-1"


@pytest.fixture
def ask(the_door):
    return the_door.client.post


@pytest.fixture
def tusk(ask):
    """Tusk, an app that has registered itself."""
    answer = ask("/api/v1/apps", data={"client_name": "Tusk", "redirect_uris": BACK, "scopes": "read write:statuses"})
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.fixture
def a_code(house, tusk, a_member):
    """A code that Marisol gave to Tusk by saying yes."""

    def say_yes(scopes="read", challenge="", at=None):
        def act(session):
            method = "S256" if challenge else ""
            _, asked = apps.question(session, tusk["client_id"], BACK, scopes, challenge, method, key=house.key)
            return apps.authorise(session, a_member.id, asked, member_key=a_member.key, now=at or now())

        return house.database.write_now(act)

    return say_yes


def exchange(ask, tusk, code, **more):
    secrets = {"client_id": tusk["client_id"], "client_secret": tusk["client_secret"]}
    return ask(
        "/oauth/token", data={"grant_type": "authorization_code", "code": code, "redirect_uri": BACK, **secrets, **more}
    )


def test_the_same_app_is_one_app_for_everybody(ask, tusk, house):
    again = ask("/api/v1/apps", json={"client_name": "Tusk", "redirect_uris": [BACK], "scopes": "write:statuses read"})

    assert again.json() == tusk
    assert tusk["redirect_uris"] == [BACK]
    assert tusk["scopes"] == ["read", "write:statuses"]
    assert house.database.read_now(lambda session: session.scalar(select(func.count()).select_from(App))) == 1


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"client_name": "Tusk"},
        {"client_name": "Tusk", "redirect_uris": "javascript://alert"},
        {"client_name": "Tusk", "redirect_uris": "http://elsewhere.example/"},
        {"client_name": "Tusk", "redirect_uris": "HTTP://elsewhere.example/"},
        {"client_name": "Tusk", "redirect_uris": "http://localhost.elsewhere.example/"},
        {"client_name": "Tusk", "redirect_uris": "http://127.0.0.1:80@elsewhere.example/"},
        {"client_name": "Tusk", "redirect_uris": "https://tusk.example@elsewhere.example/"},
        {"client_name": "Tusk", "redirect_uris": "https://elsewhere.example\\@tusk.example/"},
        {"client_name": "Tusk", "redirect_uris": "https://tusk.example/#part"},
        {"client_name": "Tusk", "redirect_uris": "https://tusk.example/☂"},
        {"client_name": "Tusk", "redirect_uris": "tusk://☂"},
        {"client_name": "Tusk", "redirect_uris": BACK, "scopes": "read everything"},
    ],
)
def test_an_app_that_cannot_be_is_refused(ask, house, form):
    refused = ask("/api/v1/apps", data=form)

    assert refused.status_code == 422
    assert house.database.read_now(lambda session: session.scalar(select(func.count()).select_from(App))) == 0


def test_a_code_becomes_a_token_once(ask, tusk, a_code, the_door):
    code = a_code()

    given = exchange(ask, tusk, code)
    again = exchange(ask, tusk, code)

    token = given.json()
    assert (token["token_type"], token["scope"]) == ("Bearer", "read")
    assert given.headers["cache-control"] == "no-store"
    bearer = {"Authorization": f"Bearer {token['access_token']}"}
    assert the_door.client.get("/api/v1/accounts/verify_credentials", headers=bearer).json()["username"] == "marisol"
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")


def test_the_verifier_must_fit_and_is_tried_once(ask, tusk, a_code):
    challenge = apps.challenge_of(VERIFIER)

    fits = exchange(ask, tusk, a_code(challenge=challenge), code_verifier=VERIFIER)
    code = a_code(challenge=challenge)
    wrong = exchange(ask, tusk, code, code_verifier=VERIFIER + "x")
    too_late = exchange(ask, tusk, code, code_verifier=VERIFIER)
    none = exchange(ask, tusk, a_code(challenge=challenge))

    assert fits.status_code == 200
    assert [answer.json()["error"] for answer in (wrong, too_late, none)] == ["invalid_grant"] * 3


def test_a_verifier_without_a_challenge_is_somebody_elses_code(ask, tusk, a_code):
    """RFC 9700, 4.8.2: who took the challenge out of the question must not be able to slip their code in."""
    slipped_in = exchange(ask, tusk, a_code(), code_verifier=VERIFIER)

    assert slipped_in.json()["error"] == "invalid_grant"


def test_a_code_is_for_its_app_its_address_and_ten_minutes(ask, tusk, a_code):
    other = ask("/api/v1/apps", data={"client_name": "Other", "redirect_uris": BACK, "scopes": "read"}).json()

    elsewhere = exchange(ask, tusk, a_code(), redirect_uri=BACK + "/2")
    by_another = exchange(ask, other, a_code())
    late = exchange(ask, tusk, a_code(at=now() - timedelta(minutes=11)))

    for answer in (elsewhere, by_another, late):
        assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"client_id": "made-up"}, "client_id"),
        ({"redirect": BACK + "/2"}, "redirect_uri"),
        ({"scopes": "write"}, "scope"),
        ({"scopes": "write:accounts"}, "scope"),
        ({"challenge": "x" * 43, "method": "plain"}, "code_challenge"),
        ({"challenge": "short", "method": "S256"}, "code_challenge"),
        ({"method": "S256"}, "code_challenge"),
    ],
)
def test_a_question_that_was_altered_is_not_put_to_the_member(house, tusk, change, field):
    asked = {
        "client_id": tusk["client_id"],
        "redirect": BACK,
        "scopes": "read",
        "challenge": "",
        "method": "",
        **change,
    }

    with pytest.raises(Invalid) as refused:
        house.database.read_now(lambda session: apps.question(session, **asked, key=house.key))

    assert refused.value.field == field


def test_an_app_proves_itself_in_the_header_too(ask, tusk, a_code):
    pair = base64.b64encode(f"{tusk['client_id']}:{tusk['client_secret']}".encode()).decode()
    form = {"grant_type": "authorization_code", "code": a_code(), "redirect_uri": BACK}

    assert ask("/oauth/token", data=form, headers={"Authorization": f"Basic {pair}"}).status_code == 200


@pytest.mark.parametrize("header", ["Basic !!!", "Basic bWFkZTp1cA==", "Basic AAAA", "Basic", b"Basic \xff"])
def test_an_app_that_does_not_prove_itself_gets_nothing(ask, tusk, header):
    by_header = ask("/oauth/token", data={"grant_type": "client_credentials"}, headers={"Authorization": header})
    wrong = ask("/oauth/token", data={"grant_type": "client_credentials", "client_id": tusk["client_id"]})

    for answer in (by_header, wrong):
        assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
        assert answer.headers["www-authenticate"].startswith("Basic")


def test_an_apps_own_token_says_which_app_it_is_and_no_more(ask, tusk, the_door, house):
    form = {"grant_type": "client_credentials", "scope": "read", **_pair(tusk)}

    given, again = ask("/oauth/token", data=form).json(), ask("/oauth/token", data=form).json()

    bearer = {"Authorization": f"Bearer {given['access_token']}"}
    assert the_door.client.get("/api/v1/apps/verify_credentials", headers=bearer).json()["name"] == "Tusk"
    assert the_door.client.get("/api/v1/timelines/home", headers=bearer).status_code == 401
    assert given["access_token"] == again["access_token"]
    assert house.database.read_now(lambda session: session.scalar(select(func.count()).select_from(AppToken))) == 1


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({}, "invalid_request"),
        ({"grant_type": "password", "username": "marisol", "password": "x"}, "unsupported_grant_type"),
        ({"grant_type": "client_credentials", "scope": "everything"}, "invalid_scope"),
        ({"grant_type": "client_credentials", "scope": "follow"}, "invalid_scope"),
        ({"grant_type": "authorization_code", "code": "made-up"}, "invalid_grant"),
        ({"grant_type": "a\x00b"}, "invalid_request"),
    ],
)
def test_errors_have_oauths_own_words(ask, tusk, form, error):
    refused = ask("/oauth/token", data={**form, **_pair(tusk)})

    assert refused.status_code == 400
    assert refused.json()["error"] == error
    assert refused.json()["error_description"]


def test_a_token_is_ended_by_its_app_alone(ask, tusk, a_code, the_door):
    token = exchange(ask, tusk, a_code()).json()["access_token"]
    other = ask("/api/v1/apps", data={"client_name": "Other", "redirect_uris": BACK, "scopes": "read"}).json()

    def works():
        bearer = {"Authorization": f"Bearer {token}"}
        return the_door.client.get("/api/v1/timelines/home", headers=bearer).status_code == 200

    by_another = ask("/oauth/revoke", data={"token": token, **_pair(other)})
    still = works()
    by_itself = ask("/oauth/revoke", data={"token": token, **_pair(tusk)})

    assert (by_another.status_code, still, by_itself.status_code, works()) == (200, True, 200, False)
    assert ask("/oauth/revoke", data={"token": token}).status_code == 401


def test_the_addresses_are_told(the_door):
    told = the_door.client.get("/.well-known/oauth-authorization-server").json()

    assert told["token_endpoint"] == "https://lantern.example/oauth/token"
    assert told["code_challenge_methods_supported"] == ["S256"]


def _pair(app):
    return {"client_id": app["client_id"], "client_secret": app["client_secret"]}


def test_one_household_registers_no_endless_row_of_apps_under_its_many_addresses(the_door: Door):
    form = {"redirect_uris": "urn:ietf:wg:oauth:2.0:oob"}
    said = list[int]()

    for number in range(61):
        device = TestClient(
            the_door.client.app, base_url="https://lantern.example", client=(f"2001:db8::{number:x}", 1)
        )
        said.append(device.post("/api/v1/apps", data={**form, "client_name": f"App {number}"}).status_code)

    assert said == [200] * 60 + [429]
