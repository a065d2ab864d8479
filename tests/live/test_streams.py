"""What an app hears that listens with server-sent events, over real connections: what its lists show, and no more."""

import json
import urllib.request
from datetime import timedelta
from typing import Any

from app.accounts import filtering
from app.accounts.actions import blocking, filters, following
from app.accounts.actions.filters import FilterDraft
from app.accounts.filtering import Word
from app.basics.clock import now
from app.notifications.ending_polls import end_polls
from app.posts.actions import deleting, editing, thanking
from app.posts.actions.editing import Edit
from app.posts.asking import NewPoll
from app.timelines import lists
from app.timelines.lists import ListDraft
from tests.live.conftest import Lantern
from tests.world.cast import Member
from tests.world.listening import PATIENCE


def test_a_friends_post_is_heard_as_home_shows_it(lantern: Lantern, befriended: tuple[Member, Member]):
    marisol, juno = befriended
    token = lantern.token_of(marisol)
    with lantern.ear("user", token) as ear:
        post_id = juno.posts("Soup at eight", "followers")

        heard = ear.hears_status()

    assert heard["id"] == str(post_id)
    assert [heard] == asks(lantern, token, "timelines/home")


def test_a_boost_is_heard_with_whose_it_is(lantern: Lantern, befriended: tuple[Member, Member], a_steward: Member):
    marisol, juno = befriended
    post_id = a_steward.posts("The door is green")
    with lantern.app_of(marisol) as ear:
        lantern.house.database.write_now(thanking.boost, juno.id, post_id, now=now())

        heard = ear.hears_status()

    assert (heard["account"]["username"], heard["reblog"]["id"]) == ("juno", str(post_id))


def test_what_is_for_others_is_not_heard_in_any_stream(lantern: Lantern, befriended: tuple[Member, Member], a_steward):
    marisol, juno = befriended
    places = ("user", "public", "public/local", "hashtag?tag=soup")
    ears = [lantern.app_of(marisol, place).__enter__() for place in places]

    hidden = [
        a_steward.posts("For my own followers #soup", "followers"),
        a_steward.posts("@juno alone #soup", "mentioned"),
    ]
    shown = juno.posts("For everybody here #soup", "community")

    assert [ear.hears_status()["id"] for ear in ears] == [str(shown)] * len(ears)
    assert str(shown) not in map(str, hidden)
    for ear in ears:
        ear.__exit__()


def test_a_block_and_a_mute_hold_from_the_moment_they_are_made(
    lantern: Lantern, a_member: Member, another_member: Member, a_steward: Member
):
    write = lantern.house.database.write_now
    with lantern.app_of(a_member, "public/local") as ear:
        first = a_steward.posts("First")
        assert ear.hears_status()["id"] == str(first)

        write(blocking.block, another_member.id, a_member.id, now=now())
        another_member.posts("By somebody who blocked her")
        write(blocking.mute, a_member.id, a_steward.id, until=None, notifications=True, now=now())
        a_steward.posts("By somebody whom she mutes")
        last = a_member.posts("By herself")

        assert ear.hears_status()["id"] == str(last)


def test_lists_tags_and_what_comes_from_here_have_streams_of_their_own(
    lantern: Lantern, befriended: tuple[Member, Member], a_steward: Member
):
    marisol, juno = befriended
    write, key = lantern.house.database.write_now, lantern.house.key
    made = write(lists.make_list, marisol.id, ListDraft("Friends"), key=key, now=now())
    write(lists.put_in, marisol.id, made, [juno.id])
    with (
        lantern.app_of(marisol, f"list?list={made}") as listed,
        lantern.app_of(marisol, "hashtag?tag=Soup") as tagged,
        lantern.app_of(marisol, "public/local?only_media=true") as pictured,
    ):
        elsewhere = a_steward.posts("#soup by somebody in no list", "community")
        in_it = juno.posts("Without any tag", "followers")

        assert tagged.hears_status()["id"] == str(elsewhere)
        assert listed.hears_status()["id"] == str(in_it)
        assert pictured.hears(0.3) is None


def test_an_edit_is_heard_with_what_it_says_now(lantern: Lantern, befriended: tuple[Member, Member]):
    marisol, juno = befriended
    post_id = juno.posts("At eight")
    with lantern.app_of(marisol) as ear:
        house = lantern.house
        edit = Edit("At nine")
        house.database.write_now(
            editing.edit_post, juno.id, post_id, edit, origin=house.settings.origin, key=house.key, now=now()
        )

        heard = ear.hears()
        while heard is not None and heard[0] == "update":  # its job may run after she began to listen
            heard = ear.hears()

    assert heard is not None
    assert heard[0] == "status.update"
    assert "At nine" in json.loads(heard[1])["content"]


def test_the_end_of_a_post_is_heard_by_those_who_could_read_it_and_by_nobody_else(
    lantern: Lantern, befriended: tuple[Member, Member], a_steward: Member
):
    marisol, juno = befriended
    few, all_of_us = juno.posts("For followers", "followers"), juno.posts("For all of us")
    with lantern.app_of(marisol, "user") as friend, lantern.app_of(a_steward, "public") as other:
        for post_id in (few, all_of_us):
            lantern.house.database.write_now(deleting.delete_post, juno.id, post_id, key=lantern.house.key, now=now())

        friend_heard, other_heard = hears_of(friend, deletions=2), hears_of(other, deletions=1)
        assert other.hears(0.5) is None

    assert [post_id for name, post_id in friend_heard if name == "delete"] == [str(few), str(all_of_us)]
    assert {post_id for _, post_id in other_heard} == {str(all_of_us)}


def test_whoever_is_named_is_told_and_a_message_opens_for_a_token_that_opens_it(
    lantern: Lantern, befriended: tuple[Member, Member]
):
    marisol, juno = befriended
    with (
        lantern.app_of(marisol, "user", opens=True) as opening,
        lantern.app_of(marisol, "user/notification") as closed,
        lantern.app_of(marisol, "user", "read:statuses") as without,
    ):
        juno.posts("@marisol the key is under the mat", "mentioned")

        told = [ear.hears() for ear in (opening, closed)]

        assert [heard and heard[0] for heard in told] == ["notification", "notification"]
        read, sealed = (json.loads(heard[1]) for heard in told if heard)
        assert "under the mat" in read["status"]["content"]
        assert "under the mat" not in json.dumps(sealed)
        assert without.hears(0.3) is None


def test_a_bell_an_edit_and_the_end_of_a_poll_are_heard_as_whatever_else_one_is_told(
    lantern: Lantern, befriended: tuple[Member, Member]
):
    marisol, juno = befriended
    house, write = lantern.house, lantern.house.database.write_now
    write(following.ring_for_posts, marisol.id, juno.id, wanted=True)
    with lantern.app_of(marisol, "user/notification") as ear:
        post_id = juno.posts("At eight")
        heard = [kind_of(ear)]

        write(thanking.boost, marisol.id, post_id, now=now())
        write(
            editing.edit_post, juno.id, post_id, Edit("At nine"), origin=house.settings.origin, key=house.key, now=now()
        )
        heard.append(kind_of(ear))

        marisol.posts("Which day?", poll=NewPoll(["Tuesday", "Wednesday"]))
        write(end_polls, now() + timedelta(days=2))
        heard.append(kind_of(ear))

    assert heard == ["status", "update", "poll"]


def kind_of(ear: Any) -> str:
    """Of the notification that is heard next; empty when none is."""
    heard = ear.hears()
    return json.loads(heard[1])["type"] if heard else ""


def test_changed_filters_are_said_and_what_they_find_is_marked(lantern: Lantern, befriended: tuple[Member, Member]):
    marisol, juno = befriended
    with lantern.app_of(marisol) as ear:
        draft = FilterDraft("Food", [Word(0, "soup", True)], [filtering.HOME])
        lantern.house.database.write_now(filters.add_filter, marisol.id, draft, key=lantern.house.key, now=now())
        assert ear.hears() == ("filters_changed", "undefined")

        juno.posts("Soup again")

        assert ear.hears_status()["filtered"][0]["filter"]["title"] == "Food"


def asks(lantern: Lantern, token: str, path: str) -> list[dict[str, Any]]:
    asked = urllib.request.Request(
        f"http://127.0.0.1:{lantern.port}/api/v1/{path}", headers={"Authorization": f"Bearer {token}"}
    )
    with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:
        return json.loads(answer.read())


def hears_of(ear: Any, *, deletions: int) -> list[tuple[str, str]]:
    """(event, post) until so many deletions; posts may still have been on their way when they began to listen."""
    heard: list[tuple[str, str]] = []
    while len([name for name, _ in heard if name == "delete"]) < deletions and (event := ear.hears()) is not None:
        heard.append((event[0], event[1] if event[0] == "delete" else json.loads(event[1])["id"]))
    return heard
