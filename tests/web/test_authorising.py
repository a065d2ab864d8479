"""Letting an app in: a page of ours, a person's answer, and nobody sent anywhere before it."""

import base64
from hashlib import sha256
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from app.accounts.actions import apps
from app.basics.clock import now
from tests.web.browser import Browser
from tests.web.conftest import OpenHouse
from tests.world.cast import PASSPHRASE, Member

BACK, OWN_SCHEME, LOCAL = "https://app.example/back?x=1", "tusk://back", "http://127.0.0.1:5000/back"
VERIFIER = "a" * 50
CHALLENGE = base64.urlsafe_b64encode(sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()


def an_app(lantern: OpenHouse, scopes: str = "read write") -> apps.Registered:
    database = lantern.house.database
    redirects = [BACK, OWN_SCHEME, LOCAL, apps.OUT_OF_BAND]
    return database.write_now(apps.register, "Tusk", redirects, scopes, "", key=lantern.house.key, now=now())


def address(app: apps.Registered, **other: str) -> str:
    asked = {
        "response_type": "code",
        "client_id": app.client_id,
        "redirect_uri": BACK,
        "scope": "read write:statuses",
        "state": "s&1",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
        **other,
    }
    return "/oauth/authorize?" + urlencode({name: value for name, value in asked.items() if value})


def exchanges(lantern: OpenHouse, app: apps.Registered, code: str, redirect: str, verifier: str) -> tuple[str, str]:
    return lantern.house.database.write_now(apps.exchange, app, code, redirect, verifier, now=now())


def test_a_member_allows_an_app_and_it_gets_a_code_that_fits_its_verifier(lantern: OpenHouse, marisol: Browser):
    app = an_app(lantern)
    page = marisol.get(address(app))

    answer = marisol.submit(page, "/oauth/authorize", answer="allow")

    sent_back = parse_qs(urlsplit(answer.location).query)
    assert answer.location.startswith("https://app.example/back?x=1&code=")
    assert sent_back["state"] == ["s&1"]
    _, scopes = exchanges(lantern, app, sent_back["code"][0], BACK, VERIFIER)
    assert scopes == "read write:statuses"
    assert "Tusk" in page.text
    assert "app.example" in page.text


def test_somebody_signed_out_signs_in_first_and_comes_back_to_the_question(
    lantern: OpenHouse, stranger: Browser, a_member: Member
):
    asked = stranger.get(address(an_app(lantern)))
    page = stranger.follow(asked)

    answer = stranger.follow(stranger.submit(page, "/sign-in", name="marisol", passphrase=PASSPHRASE))

    assert "Let an app in?" in answer.text
    assert stranger.submit(answer, "/oauth/authorize", answer="allow").location.startswith("https://app.example/")


def test_refusing_tells_the_app_and_gives_nothing(lantern: OpenHouse, marisol: Browser):
    answer = marisol.submit(marisol.get(address(an_app(lantern))), "/oauth/authorize", answer="refuse")

    assert parse_qs(urlsplit(answer.location).query) == {"x": ["1"], "error": ["access_denied"], "state": ["s&1"]}


def test_out_of_band_shows_the_code_to_copy(lantern: OpenHouse, marisol: Browser):
    app = an_app(lantern)
    page = marisol.get(address(app, redirect_uri=apps.OUT_OF_BAND, code_challenge="", code_challenge_method=""))

    shown = marisol.submit(page, "/oauth/authorize", answer="allow")

    code = shown.text.partition('<code class="secret" dir="ltr">')[2].partition("<")[0]
    assert exchanges(lantern, app, code, apps.OUT_OF_BAND, "")[1] == "read write:statuses"


@pytest.mark.parametrize(
    ("redirect", "target"), [(BACK, "https://app.example"), (OWN_SCHEME, "tusk:"), (LOCAL, "http://127.0.0.1:5000")]
)
def test_the_pages_policy_lets_its_form_end_at_the_app_alone(
    lantern: OpenHouse, marisol: Browser, redirect: str, target: str
):
    page = marisol.get(address(an_app(lantern), redirect_uri=redirect))

    assert f"form-action 'self' {target};" in page.headers["content-security-policy"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"client_id": "made-up"},
        {"client_id": "a\x00b"},
        {"redirect_uri": "https://evil.example/"},
        {"redirect_uri": ""},
        {"response_type": "token"},
        {"scope": "read admin"},
        {"scope": "read push"},
        {"code_challenge_method": "plain"},
        {"code_challenge_method": ""},
        {"code_challenge": "short"},
        {"state": "x" * 2001},
    ],
    ids=str,
)
def test_whatever_is_wrong_is_said_here_and_nobody_is_sent_anywhere(
    lantern: OpenHouse, marisol: Browser, wrong: dict[str, str]
):
    app = an_app(lantern)
    good = marisol.get(address(app)).form("/oauth/authorize")

    looked = marisol.get(address(app, **wrong))
    posted = marisol.post("/oauth/authorize", good.sends(answer="allow", **wrong))

    assert (looked.status, posted.status) == (422, 422)
    assert "location" not in posted.headers


def test_another_sites_form_lets_no_app_in(lantern: OpenHouse, marisol: Browser, stranger: Browser):
    page = marisol.get(address(an_app(lantern)))
    filled = {"answer": "allow"}

    assert marisol.submit(page, "/oauth/authorize", headers={"origin": "https://evil.example"}, **filled).status == 403
    assert marisol.submit(page, "/oauth/authorize", csrf="", **filled).status == 403
    assert stranger.submit(page, "/oauth/authorize", **filled).location == "/sign-in"
    assert marisol.submit(page, "/oauth/authorize").status == 422
