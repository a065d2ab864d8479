"""`GET /api/v1/accounts/:id/statuses`, narrowed in each way and in several at once, as apps ask for it."""

import pytest

from app.accounts.actions import blocking
from app.basics.clock import now
from app.posts.audience import Audience


@pytest.fixture
def path(a_member, another_member):
    another_member.follows(a_member)
    return f"/api/v1/accounts/{a_member.id}/statuses"


def ids(answer):
    return [one["id"] for one in answer.json()]


def test_boosts_come_with_the_rest_for_whoever_follows(marisol, juno, path, an_app_of, a_steward):
    hers = juno.says("hers")
    own, boost = marisol.says("mine"), marisol.posts(f"/api/v1/statuses/{hers['id']}/reblog").json()

    shown = juno.gets(path).json()

    assert [one["id"] for one in shown] == [boost["id"], own["id"]]
    assert (shown[0]["reblog"]["id"], shown[0]["account"]["username"]) == (hers["id"], "marisol")
    assert ids(juno.gets(path, exclude_reblogs="true")) == [own["id"]]
    assert ids(an_app_of(a_steward).gets(path)) == [own["id"]]


def test_what_carries_a_tag_written_in_any_way(marisol, juno, path):
    tagged, _ = marisol.says("down at the #Harbour"), marisol.says("harbour without a sign")

    for written in ("harbour", "HARBOUR", "#Harbour"):
        assert ids(juno.gets(path, tagged=written)) == [tagged["id"]]
    for made_up in ("nowhere", "two words", "х" * 300):
        assert ids(juno.gets(path, tagged=made_up)) == []


def test_the_ways_of_narrowing_go_together(marisol, juno, path):
    tagged = marisol.says("#harbour")
    answer = marisol.says("#harbour too", in_reply_to_id=juno.says("What?")["id"])
    for one in (tagged, answer):
        marisol.posts(f"/api/v1/statuses/{one['id']}/pin")
    marisol.says("else")

    assert ids(juno.gets(path, tagged="harbour")) == [answer["id"], tagged["id"]]
    assert ids(juno.gets(path, tagged="harbour", exclude_replies="1")) == [tagged["id"]]
    assert ids(juno.gets(path, pinned="1")) == [answer["id"], tagged["id"]]
    assert ids(juno.gets(path, pinned="1", exclude_replies="1", tagged="harbour")) == [tagged["id"]]
    assert ids(juno.gets(path, pinned="1", only_media="1")) == []
    assert "Link" not in juno.gets(path, pinned="1").headers


def test_a_page_leads_to_the_next_of_the_same(marisol, juno, path):
    hers = juno.says("hers")
    for number in range(3):
        marisol.says(f"#harbour {number}")
    marisol.posts(f"/api/v1/statuses/{hers['id']}/reblog")
    whole = ids(juno.gets(path))

    first = juno.gets(path, limit=2)
    second = juno.asks("GET", first.links["next"]["url"])
    back = juno.asks("GET", second.links["prev"]["url"])

    assert ids(first) + ids(second) == whole
    assert ids(back) == ids(first)
    assert "tagged=harbour" in juno.gets(path, tagged="harbour").links["next"]["url"]


def test_what_is_not_for_the_reader_is_in_none_of_it(marisol, an_app_of, a_member, a_steward, path):
    for audience in (Audience.FOLLOWERS, Audience.MENTIONED):
        a_member.posts("#harbour @juno for few", audience)
    a_steward.house.database.write_now(blocking.block, a_member.id, a_steward.id, now=now())
    blocked = an_app_of(a_steward)

    for asked in ({}, {"tagged": "harbour"}, {"pinned": "1"}, {"exclude_replies": "1"}, {"only_media": "1"}):
        assert blocked.gets(path, **asked).status_code == 404


def test_a_token_without_the_scope_is_refused(an_app_of, a_member, path):
    assert an_app_of(a_member, "read:accounts").gets(path, pinned="1").status_code == 403
