"""Posts that wait, as apps schedule, move and take them back."""

import asyncio
from datetime import timedelta

import pytest

from app.basics.clock import now
from app.timelines import going
from tests.api.test_pictures import uploads
from tests.world.cast import post_count


def in_(**span: float) -> str:
    return (now() + timedelta(**span)).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def schedules(phone, text: str, **form):
    form.setdefault("scheduled_at", in_(hours=1))
    return phone.posts("/api/v1/statuses", status=text, **form)


def test_it_comes_back_as_mastodon_writes_it_and_is_no_post_yet(marisol, juno, house):
    at = in_(hours=1)

    made = schedules(marisol, "@juno later", scheduled_at=at, spoiler_text="tea", visibility="direct", language="en")

    assert made.status_code == 200
    waiting = made.json()
    assert (waiting["scheduled_at"], waiting["media_attachments"]) == (at, [])
    assert waiting["params"] == {
        "text": "@juno later",
        "poll": None,
        "media_ids": None,
        "sensitive": True,
        "spoiler_text": "tea",
        "visibility": "direct",
        "parasol_audience": "mentioned",
        "in_reply_to_id": None,
        "quoted_status_id": None,
        "quote_approval_policy": "nobody",
        "language": "en",
        "application_id": None,
        "scheduled_at": None,
        "idempotency": None,
        "with_rate_limit": False,
    }
    assert marisol.gets(f"/api/v1/scheduled_statuses/{waiting['id']}").json() == waiting
    assert marisol.gets("/api/v1/scheduled_statuses").json() == [waiting]
    assert house.database.read_now(post_count) == 0


@pytest.mark.usefixtures("pictures_are_clean")
def test_it_goes_at_its_moment_with_its_picture_and_the_words_for_it(marisol, house):
    picture = uploads(marisol, description="a red door").json()["id"]
    waiting = schedules(marisol, "The door", **{"media_ids[]": [picture]}).json()

    assert [one["description"] for one in waiting["media_attachments"]] == ["a red door"]
    assert waiting["params"]["media_ids"] == [picture]
    goes(house)

    (post,) = marisol.gets("/api/v1/timelines/home").json()
    assert [one["description"] for one in post["media_attachments"]] == ["a red door"]
    assert marisol.gets("/api/v1/scheduled_statuses").json() == []


def test_the_moment_can_be_changed_and_nothing_else(marisol):
    waiting = schedules(marisol, "Later").json()
    at = in_(days=2)

    moved = marisol.asks("PUT", f"/api/v1/scheduled_statuses/{waiting['id']}", data={"scheduled_at": at, "status": "x"})
    same = marisol.asks("PUT", f"/api/v1/scheduled_statuses/{waiting['id']}")

    assert moved.json() == waiting | {"scheduled_at": at}
    assert same.json() == moved.json()


def test_what_is_deleted_does_not_go(marisol, house):
    waiting = schedules(marisol, "Never").json()

    gone = marisol.asks("DELETE", f"/api/v1/scheduled_statuses/{waiting['id']}")
    goes(house)

    assert (gone.status_code, gone.json()) == (200, {})
    assert marisol.gets(f"/api/v1/scheduled_statuses/{waiting['id']}").status_code == 404
    assert house.database.read_now(post_count) == 0


@pytest.mark.parametrize(
    "typed",
    [
        lambda: in_(minutes=3),
        lambda: in_(days=-1),
        lambda: in_(days=400),
        lambda: "tomorrow",
        lambda: "2026-13-01T00:00:00Z",
        lambda: "9999-12-31T23:59:59-14:00",
    ],
    ids=["too soon", "past", "too late", "no date", "no month", "end of time"],
)
def test_a_moment_that_cannot_be_is_refused_and_nothing_is_posted(marisol, house, typed):
    at = typed()
    waiting = schedules(marisol, "Later").json()
    address = f"/api/v1/scheduled_statuses/{waiting['id']}"

    refused = schedules(marisol, "Not now", scheduled_at=at)
    not_moved = marisol.asks("PUT", address, data={"scheduled_at": at})

    assert (refused.status_code, not_moved.status_code) == (422, 422)
    assert refused.json()["error"]
    assert marisol.gets("/api/v1/scheduled_statuses").json() == [waiting]
    assert house.database.read_now(post_count) == 0


@pytest.mark.parametrize(
    "wrong",
    [{"status": ""}, {"status": "x" * 5001}, {"visibility": "loud"}, {"in_reply_to_id": "1"}, {"media_ids[]": ["1"]}],
)
def test_what_could_not_be_posted_now_is_refused_now(marisol, wrong):
    refused = marisol.posts("/api/v1/statuses", **{"status": "Later", "scheduled_at": in_(hours=1), **wrong})

    assert refused.status_code in {404, 422}
    assert marisol.gets("/api/v1/scheduled_statuses").json() == []


def test_the_same_idempotency_key_schedules_once(marisol):
    ask = {"data": {"status": "Once", "scheduled_at": in_(hours=1)}, "headers": {"Idempotency-Key": "k-1"}}

    first, second = (marisol.asks("POST", "/api/v1/statuses", **ask).json() for _ in range(2))

    assert first == second
    assert len(marisol.gets("/api/v1/scheduled_statuses").json()) == 1


def test_the_same_key_for_a_post_at_once_is_another_post(marisol, house):
    key = {"Idempotency-Key": "k-1"}
    marisol.asks("POST", "/api/v1/statuses", data={"status": "Later", "scheduled_at": in_(minutes=6)}, headers=key)
    marisol.asks("POST", "/api/v1/statuses", data={"status": "Now"}, headers=key)

    goes(house, minutes=7)

    assert house.database.read_now(post_count) == 2


def test_somebody_elses_is_like_none(marisol, juno):
    waiting = schedules(marisol, "Mine alone").json()

    for number in (waiting["id"], "12345", "x"):
        address = f"/api/v1/scheduled_statuses/{number}"
        asked = [
            juno.gets(address),
            juno.asks("PUT", address, data={"scheduled_at": in_(days=3)}),
            juno.asks("DELETE", address),
        ]
        assert [one.status_code for one in asked] == [404, 404, 404]
    assert juno.gets("/api/v1/scheduled_statuses").json() == []
    assert marisol.gets("/api/v1/scheduled_statuses").json() == [waiting]


def test_pages_of_what_waits(marisol):
    ids = [schedules(marisol, f"Number {at}").json()["id"] for at in range(5)]

    first = marisol.gets("/api/v1/scheduled_statuses", limit=2)
    rest = marisol.gets("/api/v1/scheduled_statuses", max_id=ids[3])
    above = marisol.gets("/api/v1/scheduled_statuses", min_id=ids[0], limit=2)

    assert [one["id"] for one in first.json()] == [ids[4], ids[3]]
    assert f"max_id={ids[3]}" in first.headers["link"]
    assert [one["id"] for one in rest.json()] == [ids[2], ids[1], ids[0]]
    assert [one["id"] for one in above.json()] == [ids[2], ids[1]]


@pytest.mark.parametrize(
    ("method", "path", "scopes"),
    [
        ("GET", "/api/v1/scheduled_statuses", "write follow"),
        ("GET", "/api/v1/scheduled_statuses/1", "write follow"),
        ("PUT", "/api/v1/scheduled_statuses/1", "read follow"),
        ("DELETE", "/api/v1/scheduled_statuses/1", "read follow"),
    ],
)
def test_without_the_scope_there_is_nothing_to_see_or_do(an_app_of, a_member, the_door, method, path, scopes):
    assert an_app_of(a_member, scopes).asks(method, path).status_code == 403
    assert the_door.client.request(method, path).status_code == 401


def goes(house, **span: float) -> None:
    at = now() + timedelta(**(span or {"hours": 1, "minutes": 1}))
    asyncio.run(going.post_what_is_due(house, at))
