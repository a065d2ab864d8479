"""Apps of somebody under a decision, and what others' apps find of them."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.api.refusing import LOGIN_DISABLED
from app.posts.models import Post
from tests.api.conftest import Door, Phone
from tests.world.cast import Member
from tests.world.polling import asks
from tests.world.restricting import is_decided, is_over

EVERYTHING_ELSE = (
    ("GET", "/api/v1/timelines/home"), ("GET", "/api/v1/timelines/public"), ("GET", "/api/v1/notifications"),
    ("GET", "/api/v1/accounts/verify_credentials"), ("GET", "/api/v1/conversations"), ("POST", "/api/v1/statuses"),
    ("GET", "/api/v2/search?q=juno"), ("GET", "/api/v1/bookmarks"), ("POST", "/api/v1/media"),
    ("PATCH", "/api/v1/accounts/update_credentials"),
)  # fmt: skip


@pytest.mark.parametrize(("method", "path"), EVERYTHING_ELSE)
def test_an_app_of_whoever_is_suspended_is_told_so_as_apps_know_it(
    marisol: Phone, a_member: Member, method: str, path: str
):
    decision = is_decided(a_member.house, a_member.id, "suspend")

    answer = marisol.asks(method, path)

    assert (answer.status_code, answer.json()) == (403, {"error": LOGIN_DISABLED})
    is_over(a_member.house, decision)
    assert marisol.asks(method, path).status_code != 403


def test_to_others_apps_whoever_is_suspended_is_what_nobody_is(juno: Phone, a_member: Member):
    post = a_member.posts("Words of marisol", "community")
    is_decided(a_member.house, a_member.id, "suspend")
    nobody = a_member.id + 1

    def answers(number: int) -> list[tuple[int, str]]:
        path = f"/api/v1/accounts/{number}"
        told = [juno.gets(f"{path}{more}") for more in ("", "/statuses", "/followers")]
        told += [juno.posts(f"{path}/{act}") for act in ("follow", "block", "mute")]
        told += [juno.gets("/api/v1/accounts", id=number), juno.gets("/api/v1/accounts/relationships", id=number)]
        return [(one.status_code, one.text.replace(str(number), "ID")) for one in told]

    assert answers(a_member.id) == answers(nobody)
    assert juno.gets(f"/api/v1/statuses/{post}").status_code == 404
    assert juno.gets("/api/v1/accounts/lookup", acct="marisol").status_code == 404


def test_whose_posting_is_paused_reads_and_deletes_but_says_nothing_new(
    marisol: Phone, a_member: Member, another_member: Member
):
    mine, theirs, poll = a_member.posts("mine"), another_member.posts("theirs"), asks(another_member)
    status = f"/api/v1/statuses/{mine}"
    poll_id = marisol.gets(f"/api/v1/statuses/{poll}").json()["poll"]["id"]
    is_decided(a_member.house, a_member.id, "pause_posting")

    refused = [
        marisol.asks("POST", "/api/v1/statuses", json={"status": "new"}),
        marisol.asks("POST", "/api/v1/statuses", json={"status": "later", "scheduled_at": "2030-01-01T00:00:00Z"}),
        marisol.asks("POST", "/api/v1/statuses", json={"status": "@juno listen", "visibility": "direct"}),
        marisol.asks("PUT", status, json={"status": "another"}),
        marisol.asks("POST", f"/api/v1/statuses/{theirs}/reblog"),
        marisol.asks("POST", f"/api/v1/polls/{poll_id}/votes", json={"choices": [0]}),
    ]

    assert [one.status_code for one in refused] == [403] * 6
    assert all("Posting is paused for you" in one.json()["error"] for one in refused)
    assert written(a_member) == ["mine"]
    assert marisol.asks("POST", f"/api/v1/statuses/{theirs}/favourite").status_code == 200
    assert marisol.gets("/api/v1/timelines/public").status_code == 200
    assert marisol.asks("DELETE", status).status_code == 200


@pytest.mark.parametrize("field", ["display_name", "note"])
def test_whose_posting_is_paused_says_nothing_by_their_profile_but_clears_it(
    marisol: Phone, a_member: Member, field: str
):
    path = "/api/v1/accounts/update_credentials"
    marisol.asks("PATCH", path, json={field: "as it was"})
    is_decided(a_member.house, a_member.id, "pause_posting")

    refused = marisol.asks("PATCH", path, json={field: "My side of it"})

    assert refused.status_code == 403
    assert "Posting is paused for you" in refused.json()["error"]
    assert marisol.asks("PATCH", path, json={"locked": True}).status_code == 200
    assert "as it was" in marisol.gets("/api/v1/accounts/verify_credentials").text
    assert marisol.asks("PATCH", path, json={field: ""}).status_code == 200
    assert "as it was" not in marisol.gets("/api/v1/accounts/verify_credentials").text


def test_whoever_is_limited_is_in_the_lists_of_their_followers_alone(
    the_door: Door, juno: Phone, an_app_of: Callable[..., Phone], a_member: Member, another_member: Member,
    a_steward: Member,
):  # fmt: skip
    vera = an_app_of(a_steward)
    another_member.follows(a_member)
    is_decided(a_member.house, a_member.id, "limit")
    post = a_member.posts("About #soup")
    the_door.settles()
    lists = (
        "/api/v1/timelines/public", "/api/v1/timelines/public?local=true", "/api/v1/timelines/tag/soup",
        f"/api/v1/accounts/{a_member.id}/statuses", "/api/v2/search?q=soup&type=statuses", "/api/v1/timelines/home",
    )  # fmt: skip

    assert not any("About" in vera.gets(path).text for path in lists)
    assert vera.gets(f"/api/v1/statuses/{post}").status_code == 404
    assert "About" in juno.gets("/api/v1/timelines/home").text
    assert juno.gets(f"/api/v1/statuses/{post}").status_code == 200


def written(member: Member) -> list[str]:
    def read(session: Session) -> list[str]:
        return list(session.scalars(select(Post.source).where(Post.author_id == member.id)))

    return member.house.database.read_now(read)
