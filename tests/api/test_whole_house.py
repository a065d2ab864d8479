"""What every answer of the API shares, and what the house says of itself."""

import pytest

from app.api.mastodon.empty import NEVER, NOT_YET

FIELDS = {
    "v1": "uri title short_description description email version urls stats languages registrations approval_required "
    "invites_enabled configuration rules",
    "v2": "domain title version source_url description usage thumbnail languages configuration registrations contact "
    "rules",
}


@pytest.mark.parametrize("version", ["v1", "v2"])
def test_the_house_says_what_apps_need_and_nothing_of_its_people(the_door, version, a_member):
    told = the_door.client.get(f"/api/{version}/instance").json()

    assert set(FIELDS[version].split()) <= told.keys()
    assert told["version"].startswith("4.")
    assert told["configuration"]["statuses"]["max_characters"] == 5000
    assert told["configuration"]["statuses"]["max_media_attachments"] == 4
    assert told["rules"] == []
    assert told.get("stats", {}) in ({}, {"user_count": 0, "status_count": 0, "domain_count": 0})


def test_strangers_read_the_neutral_title_and_members_the_houses_name(the_door, marisol, stranger):
    facts = the_door.envoy.community
    for version in ("v1", "v2"):
        path = f"/api/{version}/instance"

        assert the_door.client.get(path).json()["title"] == facts.neutral_title
        assert stranger.gets(path).json()["title"] == facts.neutral_title
        assert marisol.gets(path).json()["title"] == facts.name
    assert facts.name != facts.neutral_title


def test_who_our_allies_are_is_not_told(the_door):
    for noun in ("peers", "activity", "rules", "domain_blocks"):
        assert the_door.client.get(f"/api/v1/instance/{noun}").json() == []


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_what_is_not_here_is_well_formed_and_empty(marisol):
    for path in {**NEVER, **NOT_YET}:
        answer = marisol.gets(path.replace("{account_id}", "1"))
        assert (answer.status_code, answer.json()) == (200, []), path
    assert marisol.gets("/api/v1/markers").json() == {}
    assert marisol.gets("/api/v1/preferences").json()["posting:default:visibility"] == "unlisted"
    assert marisol.gets("/api/v1/streaming/health").text == "OK"


@pytest.mark.parametrize(
    "path", ["/api/v1/instance/", "/api/v2/instance/", "/api/v1/conversations/", "/api/v1/reports/"]
)
def test_a_last_slash_is_answered_and_not_redirected(marisol, path):
    assert marisol.gets(path).status_code == 200


def test_a_web_app_may_ask_and_read_without_cookies(the_door, marisol):
    asked = the_door.client.options(
        "/api/v1/statuses",
        headers={"Origin": "https://app.example", "Access-Control-Request-Method": "POST"},
    )
    answers = [
        marisol.asks("GET", "/api/v1/timelines/home", headers={"Origin": "https://app.example"}),
        the_door.client.post("/oauth/token", headers={"Origin": "https://app.example"}),
        the_door.client.get("/api/v1/nonsense", headers={"Origin": "https://app.example"}),
        the_door.client.get("/api/v1/timelines/home", headers={"Origin": "https://app.example"}),
    ]

    assert asked.status_code == 204
    assert "Authorization" in asked.headers["access-control-allow-headers"]
    for answer in [asked, *answers]:
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in answer.headers
    assert "Link" in answers[0].headers["access-control-expose-headers"]


def test_the_page_where_a_member_says_yes_is_for_no_other_origin(the_door):
    for method in ("GET", "POST", "OPTIONS"):
        answer = the_door.client.request(method, "/oauth/authorize", headers={"Origin": "https://app.example"})

        assert "access-control-allow-origin" not in answer.headers


def test_answers_are_kept_by_nobody(marisol):
    assert marisol.gets("/api/v1/timelines/home").headers["cache-control"] == "no-store"
