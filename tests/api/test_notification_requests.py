"""People whose news waits, for an app: who, how much, and the answer. Only the member's own."""

from collections.abc import Callable
from typing import Any

import pytest

from app.accounts.actions import blocking
from app.basics.clock import now
from tests.world.cast import Member, join

REQUESTS = "/api/v1/notifications/requests"


@pytest.fixture
def held(the_door, marisol, juno, another_member: Member) -> str:
    """Marisol holds back strangers; Juno wrote to her and then thanked her. The path of her request."""
    marisol.asks("PATCH", "/api/v2/notifications/policy", data={"for_not_following": "filter"})
    written = marisol.says("Soup is ready")
    juno.posts(f"/api/v1/statuses/{written['id']}/favourite")
    juno.says("Yum, @marisol")
    the_door.settles()
    return f"{REQUESTS}/{another_member.id}"


def test_who_waits_is_listed_with_how_much_and_the_newest_post(held: str, marisol, another_member: Member):
    [request] = marisol.gets(REQUESTS).json()

    assert request["account"]["username"] == "juno"
    assert (request["id"], request["notifications_count"]) == (str(another_member.id), "2")
    assert request["created_at"] <= request["updated_at"]
    assert request["last_status"]["content"].startswith("<p>Yum")
    assert marisol.gets(held).json() == request


def test_what_waits_is_in_no_list_unless_it_is_asked_for(held: str, marisol, another_member: Member):
    told = marisol.gets("/api/v1/notifications").json()
    with_filtered = marisol.gets("/api/v1/notifications", include_filtered="true").json()
    of_juno = marisol.gets("/api/v1/notifications", account_id=another_member.id).json()

    assert told == marisol.gets("/api/v2/notifications").json()["notification_groups"] == []
    assert [one["type"] for one in with_filtered] == ["mention", "favourite"]
    assert all(one["filtered"] for one in with_filtered)
    assert of_juno == with_filtered
    assert len(marisol.gets("/api/v2/notifications", include_filtered="true").json()["notification_groups"]) == 2
    assert marisol.gets("/api/v1/notifications/unread_count").json() == {"count": 0}


def test_whoever_is_accepted_is_told_now_and_next_time(held: str, marisol, juno, the_door):
    assert marisol.posts(f"{held}/accept").json() == {}
    juno.says("More, @marisol")
    the_door.settles()

    told = marisol.gets("/api/v1/notifications").json()
    assert [one["type"] for one in told] == ["mention", "mention", "favourite"]
    assert not any("filtered" in one for one in told)
    assert marisol.gets(REQUESTS).json() == []
    assert marisol.gets(f"{REQUESTS}/merged").json() == {"merged": True}


def test_what_is_dismissed_is_gone(held: str, marisol):
    assert marisol.posts(f"{held}/dismiss").json() == {}

    assert marisol.gets(REQUESTS).json() == []
    assert marisol.gets("/api/v1/notifications", include_filtered="true").json() == []
    assert marisol.gets(held).status_code == 404
    assert marisol.posts(f"{held}/accept").status_code == 404


@pytest.mark.parametrize(("answer", "told"), [("accept", 3), ("dismiss", 0)])
def test_several_are_answered_at_once(
    held: str, marisol, the_door, a_steward: Member, another_member: Member, answer: str, told: int
):
    a_steward.posts("@marisol good evening")
    the_door.settles()
    ids = [str(a_steward.id), str(another_member.id)]

    assert marisol.posts(f"{REQUESTS}/{answer}", **{"id[]": ids}).json() == {}

    assert marisol.gets(REQUESTS).json() == []
    assert len(marisol.gets("/api/v1/notifications").json()) == told


def test_pages_lead_on(held: str, marisol, the_door, a_member: Member):
    for name in ("ada", "bea"):
        join(a_member.house, name).posts("@marisol hello")
    the_door.settles()

    first = marisol.gets(REQUESTS, limit=2)
    second = marisol.asks("GET", first.links["next"]["url"])
    back = marisol.asks("GET", second.links["prev"]["url"])

    assert len(first.json()) == 2
    assert len(second.json()) == 1
    assert back.json() == first.json()


def test_nobody_answers_for_another(held: str, marisol, an_app_of: Callable[..., Any], a_steward: Member):
    vera = an_app_of(a_steward)

    assert vera.gets(REQUESTS).json() == []
    assert vera.gets(held).status_code == 404
    for answer in ("accept", "dismiss"):
        assert vera.posts(f"{held}/{answer}").status_code == 404
        assert vera.posts(f"{REQUESTS}/{answer}", **{"id[]": held.rpartition("/")[2]}).status_code == 404
    assert len(marisol.gets(REQUESTS).json()) == 1


def test_whoever_is_blocked_waits_no_longer(held: str, marisol, the_door, a_member: Member, another_member: Member):
    a_member.house.database.write_now(blocking.block, a_member.id, another_member.id, now=now())
    the_door.settles()

    assert marisol.gets(REQUESTS).json() == []
    assert marisol.gets(held).status_code == 404


def test_it_takes_the_scopes_that_notifications_take(
    held: str, an_app_of: Callable[..., Any], a_member: Member, stranger
):
    reads, writes = an_app_of(a_member, "read:notifications"), an_app_of(a_member, "write:notifications")

    for path in (REQUESTS, held, f"{REQUESTS}/merged"):
        assert (reads.gets(path).status_code, writes.gets(path).status_code) == (200, 403)
        assert stranger.gets(path).status_code == 401
    for path in (f"{held}/accept", f"{held}/dismiss", f"{REQUESTS}/accept", f"{REQUESTS}/dismiss"):
        assert (reads.posts(path).status_code, stranger.posts(path).status_code) == (403, 401)
