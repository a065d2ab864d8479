"""Blocks, mutes, hidden boosts and blocked allies, as apps ask for them."""

from datetime import UTC, datetime, timedelta

import pytest

from app.accounts.actions import blocking
from app.allies import actions as allies
from app.allies.rules import Scope
from app.basics.clock import now
from tests.posts.test_who_may_read import befriend, guest


@pytest.fixture
def harbour(house) -> int:
    return befriend(house)


@pytest.fixture
def night(house, harbour):
    """Night Desk, who lives at harbour.example."""
    return guest(house, harbour)


def stands(phone, other) -> dict[str, object]:
    """What is so between the caller and somebody; nothing for somebody who is not there."""
    found = phone.gets("/api/v1/accounts/relationships", id=other.id).json()
    return {name: value for name, value in found[0].items() if value is True} if found else {}


def test_a_block_is_made_listed_and_ended(marisol, juno, a_member, another_member):
    a_member.follows(another_member)

    made = marisol.posts(f"/api/v1/accounts/{another_member.id}/block").json()
    listed = marisol.gets("/api/v1/blocks").json()
    ended = marisol.posts(f"/api/v1/accounts/{another_member.id}/unblock").json()

    assert (made["blocking"], made["following"], made["blocked_by"]) == (True, False, False)
    assert [account["acct"] for account in listed] == ["juno"]
    assert ended["blocking"] is False
    assert marisol.gets("/api/v1/blocks").json() == []


def test_to_the_blocked_the_other_is_like_somebody_who_never_was(marisol, juno, a_member, another_member):
    written = marisol.says("Hello")
    answered = juno.says("Hello back", in_reply_to_id=written["id"])
    marisol.posts(f"/api/v1/accounts/{another_member.id}/block")
    nobody, no_post = a_member.id + 12345, int(written["id"]) + 12345

    def asked_for(account: int, post: int, handle: str, uri: str) -> list[tuple[int, str]]:
        answers = [
            juno.gets(f"/api/v1/accounts/{account}"),
            juno.gets(f"/api/v1/accounts/{account}/statuses"),
            juno.gets("/api/v1/accounts/lookup", acct=handle),
            juno.gets("/api/v1/accounts", **{"id[]": account}),
            juno.gets("/api/v1/accounts/relationships", **{"id[]": account}),
            juno.gets("/api/v2/search", q=f"@{handle}", resolve="true"),
            juno.gets("/api/v2/search", q=uri, resolve="true"),
            juno.gets("/api/v1/accounts/search", q=f"@{handle}"),
            juno.gets(f"/api/v1/statuses/{post}"),
            juno.gets(f"/api/v1/statuses/{post}/context"),
            *(
                juno.posts(f"/api/v1/accounts/{account}/{act}")
                for act in ("follow", "unfollow", "block", "unblock", "mute", "unmute", "remove_from_followers")
            ),
            *(juno.posts(f"/api/v1/statuses/{post}/{act}") for act in ("favourite", "reblog", "unfavourite")),
            juno.posts("/api/v1/statuses", status="An answer", in_reply_to_id=post),
            juno.posts("/api/v1/statuses", status=f"@{handle} psst", visibility="direct"),
        ]
        return [(answer.status_code, answer.text) for answer in answers]

    blocked = asked_for(a_member.id, int(written["id"]), "marisol", written["uri"])
    never_was = asked_for(nobody, no_post, "nobody1", written["uri"][:-4] + "AAAA")

    assert blocked == never_was
    own = juno.gets(f"/api/v1/statuses/{answered['id']}/context").json()
    assert own["ancestors"] == []


def test_whoever_is_named_across_a_block_is_named_like_nobody(marisol, juno, a_member, another_member, the_door):
    marisol.posts(f"/api/v1/accounts/{another_member.id}/block")

    written, to_nobody = juno.says("Hello @marisol"), juno.says("Hello @nobody1")
    back = marisol.says("And @juno")
    the_door.settles()

    assert written["mentions"] == to_nobody["mentions"] == back["mentions"] == []
    assert written["content"] == to_nobody["content"].replace("nobody1", "marisol")
    assert marisol.gets("/api/v1/notifications").json() == juno.gets("/api/v1/notifications").json() == []


def test_answers_of_the_blocked_disappear_from_ones_thread(
    marisol, juno, a_member, another_member, an_app_of, a_steward
):
    question = marisol.says("Question")
    answer = juno.says("Answer", in_reply_to_id=question["id"])
    marisol.posts(f"/api/v1/accounts/{another_member.id}/block")
    path = f"/api/v1/statuses/{question['id']}/context"

    assert marisol.gets(path).json()["descendants"] == []
    assert [p["id"] for p in an_app_of(a_steward).gets(path).json()["descendants"]] == [answer["id"]]
    assert marisol.gets(f"/api/v1/statuses/{answer['id']}").status_code == 404


def test_whoever_blocks_still_reaches_the_account_to_end_it(marisol, juno, a_member, another_member):
    juno.posts(f"/api/v1/accounts/{a_member.id}/block")
    a_member.house.database.write_now(blocking.end_block, another_member.id, a_member.id)
    marisol.posts(f"/api/v1/accounts/{another_member.id}/block")

    assert marisol.gets(f"/api/v1/accounts/{another_member.id}").json()["acct"] == "juno"
    assert stands(marisol, another_member) == {"blocking": True}


def test_a_mute_has_its_duration_and_its_notifications(marisol, a_member, another_member):
    path = f"/api/v1/accounts/{another_member.id}/mute"
    usual = marisol.posts(path).json()
    (for_good,) = marisol.gets("/api/v1/mutes").json()

    timed = marisol.asks("POST", path, json={"duration": 3600, "notifications": False}).json()
    (listed,) = marisol.gets("/api/v1/mutes").json()

    assert (usual["muting"], usual["muting_notifications"]) == (True, True)
    assert (timed["muting"], timed["muting_notifications"]) == (True, False)
    assert (for_good["acct"], for_good["mute_expires_at"]) == ("juno", None)
    ends = datetime.strptime(listed["mute_expires_at"], "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
    assert timedelta(minutes=59) < ends - now() <= timedelta(hours=1)
    assert marisol.posts(f"/api/v1/accounts/{another_member.id}/unmute").json()["muting"] is False
    assert marisol.gets("/api/v1/mutes").json() == []


def test_the_muted_see_and_are_told_as_before(marisol, juno, a_member, another_member):
    another_member.follows(a_member)
    written, before = marisol.says("Hello"), stands(juno, a_member)

    marisol.posts(f"/api/v1/accounts/{another_member.id}/mute")

    assert stands(juno, a_member) == before == {"following": True, "showing_reblogs": True}
    assert juno.posts(f"/api/v1/statuses/{written['id']}/favourite").json()["favourited"] is True
    assert juno.gets(f"/api/v1/accounts/{a_member.id}").status_code == 200


@pytest.mark.parametrize("duration", ["-1", "soon", "1e9", "999999999999", "٣"])
def test_a_duration_that_is_none_mutes_nobody(marisol, another_member, duration):
    answer = marisol.posts(f"/api/v1/accounts/{another_member.id}/mute", duration=duration)

    assert answer.status_code == 422
    assert marisol.gets("/api/v1/mutes").json() == []


def test_following_shows_boosts_or_does_not(marisol, a_member, another_member):
    path = f"/api/v1/accounts/{another_member.id}/follow"
    without = marisol.posts(path, reblogs="false").json()
    a_member.follows(another_member)
    hidden = stands(marisol, another_member)

    unsaid = marisol.posts(path).json()
    shown = marisol.asks("POST", path, json={"reblogs": True}).json()

    assert (without["requested"], without["showing_reblogs"]) == (True, False)
    assert hidden == {"following": True}
    assert unsaid["showing_reblogs"] is False
    assert shown["showing_reblogs"] is True


def test_an_allys_host_is_blocked_listed_and_ended(marisol, juno, a_member, night):
    a_member.follows(night)

    made = marisol.posts("/api/v1/domain_blocks", domain="Harbour.Example")
    listed, stance = marisol.gets("/api/v1/domain_blocks").json(), stands(marisol, night)
    ended = marisol.asks("DELETE", "/api/v1/domain_blocks", params={"domain": "harbour.example"})

    assert (made.status_code, made.json()) == (200, {})
    assert listed == ["harbour.example"]
    assert stance == {"domain_blocking": True}
    assert (ended.status_code, ended.json()) == (200, {})
    assert marisol.gets("/api/v1/domain_blocks").json() == juno.gets("/api/v1/domain_blocks").json() == []


@pytest.mark.parametrize("domain", ["stranger.example", "", "lantern.example", "x" * 5000])
def test_a_host_that_is_no_ally_is_refused_with_a_sentence_and_asked_nothing(marisol, harbour, domain):
    refused = marisol.posts("/api/v1/domain_blocks", domain=domain)

    assert refused.status_code == 422
    assert "no ally" in refused.json()["error"]
    assert marisol.gets("/api/v1/domain_blocks").json() == []
    assert marisol.asks("DELETE", "/api/v1/domain_blocks", data={"domain": domain}).status_code == 200


def test_a_house_that_only_knocked_is_no_ally(marisol, house):
    pinned = allies.Pinned("https://new.example/a", "https://new.example/a#key", "", "https://new.example/inbox")
    house.database.write_now(allies.note_our_knock, "https://new.example", pinned, frozenset({Scope.POSTS}), now=now())

    assert marisol.posts("/api/v1/domain_blocks", domain="new.example").status_code == 422


def test_lists_lead_on_from_page_to_page(marisol, a_member, joining_house):
    others = [joining_house(name) for name in ("ada", "bea", "cleo")]
    for other in others:
        for act in ("block", "mute"):
            marisol.posts(f"/api/v1/accounts/{other.id}/{act}")

    for path in ("/api/v1/blocks", "/api/v1/mutes"):
        first = marisol.gets(path, limit=2)
        second = marisol.asks("GET", first.links["next"]["url"].partition("lantern.example")[2])
        assert [a["acct"] for a in first.json() + second.json()] == ["cleo", "bea", "ada"]


def test_a_home_of_which_much_is_left_out_still_leads_on(marisol, a_member, another_member, a_steward, the_door):
    for followed in (another_member, a_steward):
        a_member.follows(followed)
    wanted = [a_steward.posts("first")]
    for _ in range(7):
        another_member.posts("one of many")
    wanted.append(a_steward.posts("last"))
    the_door.settles()
    marisol.posts(f"/api/v1/accounts/{another_member.id}/mute")

    first = marisol.gets("/api/v1/timelines/home", limit=1)
    second = marisol.asks("GET", first.links["next"]["url"].partition("lantern.example")[2])

    assert [int(post["id"]) for post in first.json() + second.json()] == wanted[::-1]


ACTS = [
    ("POST", "/api/v1/accounts/{id}/block", "write:blocks"),
    ("POST", "/api/v1/accounts/{id}/unblock", "write:blocks"),
    ("POST", "/api/v1/accounts/{id}/mute", "write:mutes"),
    ("POST", "/api/v1/accounts/{id}/unmute", "write:mutes"),
    ("GET", "/api/v1/blocks", "read:blocks"),
    ("GET", "/api/v1/mutes", "read:mutes"),
    ("GET", "/api/v1/domain_blocks", "read:blocks"),
    ("POST", "/api/v1/domain_blocks", "write:blocks"),
    ("DELETE", "/api/v1/domain_blocks", "write:blocks"),
]


@pytest.mark.parametrize(("method", "path", "scope"), ACTS)
def test_each_needs_its_scope_or_the_old_one(
    method, path, scope, an_app_of, a_member, another_member, stranger, harbour
):
    where, what = path.format(id=another_member.id), {"domain": "harbour.example"}
    others = " ".join({"read", "write:statuses", "write:follows", "push"} - {scope.partition(":")[0]})

    def status_for(phone) -> int:
        return phone.asks(method, where, params=what).status_code

    assert status_for(stranger) == 401
    assert status_for(an_app_of(None)) == 401
    assert status_for(an_app_of(a_member, others)) == 403
    assert [status_for(an_app_of(a_member, given)) for given in (scope, "follow", scope.partition(":")[0])] == [200] * 3


@pytest.mark.parametrize("act", ["block", "unblock", "mute", "unmute"])
@pytest.mark.parametrize("who", ["12345", "me", "x" * 300])
def test_nobody_keeps_away_from_nobody(marisol, act, who):
    assert marisol.posts(f"/api/v1/accounts/{who}/{act}").status_code == 404


def test_nobody_keeps_away_from_themselves(marisol, a_member):
    for act in ("block", "mute"):
        assert marisol.posts(f"/api/v1/accounts/{a_member.id}/{act}").status_code == 422
