"""Homes and community pages: in time order, complete, once each, and only what one may read (P5)."""

import pytest

from app.accounts.actions import following, pausing
from app.basics.clock import now
from app.posts.actions import deleting, thanking
from app.storage.house import House
from app.timelines import encoded_queries
from app.timelines import queries as timelines
from app.timelines.queries import Page
from tests.world.cast import Member

pytestmark = pytest.mark.anyio


def home(member: Member, **page: object) -> list[int]:
    return [entry.id for entry in member.house.database.read_now(timelines.home, member.viewer, Page(**page))]


def bytes_home(member: Member, **page: object) -> list[int]:
    rows = member.house.database.read_now(encoded_queries.home_encoded, member.viewer, Page(**page))
    return [row.id for row in rows]


async def test_a_home_shows_those_one_follows_and_oneself_newest_first(
    house: House, a_member: Member, another_member: Member, a_steward: Member, settle
):
    a_member.follows(another_member)
    await settle()
    hers, unfollowed, mine = another_member.posts("hers"), a_steward.posts("not followed"), a_member.posts("mine")
    await settle()

    assert home(a_member) == bytes_home(a_member) == [mine, hers]
    assert unfollowed not in home(a_member)


async def test_pages_join_without_gap_or_repetition(a_member: Member, settle):
    written = [a_member.posts(f"number {n}") for n in range(23)]
    await settle()

    first = home(a_member, limit=10)
    second = home(a_member, limit=10, before=first[-1])
    third = home(a_member, limit=10, before=second[-1])
    upwards = home(a_member, limit=5, after=third[0], upwards=True)

    assert first + second + third == written[::-1]
    assert upwards == second[-5:]


async def test_new_posts_while_reading_move_nothing_on_the_next_page(a_member: Member, settle):
    written = [a_member.posts(f"number {n}") for n in range(6)]
    await settle()
    first = home(a_member, limit=3)

    a_member.posts("new")
    await settle()

    assert first + home(a_member, limit=3, before=first[-1]) == written[::-1]


async def test_following_brings_earlier_posts_and_unfollowing_takes_them(
    house: House, a_member: Member, another_member: Member, settle
):
    earlier = another_member.posts("earlier")
    await settle()

    a_member.follows(another_member)
    await settle()
    assert home(a_member) == [earlier]

    house.database.write_now(following.unfollow, a_member.id, another_member.id)
    await settle()
    assert home(a_member) == []


async def test_a_boost_shows_a_post_once(
    house: House, a_member: Member, another_member: Member, a_steward: Member, settle
):
    a_member.follows(another_member)
    post_id = a_steward.posts("worth reading")
    await settle()

    house.database.write_now(thanking.boost, another_member.id, post_id, now=now())
    house.database.write_now(thanking.boost, another_member.id, post_id, now=now())
    await settle()

    [entry] = house.database.read_now(timelines.home, a_member.viewer, Page())
    assert (entry.post.id, entry.booster_id) == (post_id, another_member.id)
    house.database.write_now(thanking.take_back_boost, another_member.id, post_id)
    await settle()
    assert home(a_member) == []


async def test_what_is_deleted_is_in_no_home(house: House, a_member: Member, another_member: Member, settle):
    a_member.follows(another_member)
    post_id = another_member.posts("soon gone")
    await settle()

    house.database.write_now(deleting.delete_post, another_member.id, post_id, key=house.key, now=now())

    assert home(a_member) == bytes_home(a_member) == []


async def test_posts_for_followers_leave_the_home_of_whoever_was_let_go_at_once(
    house: House, a_member: Member, another_member: Member, settle
):
    a_member.follows(another_member)
    another_member.posts("for my followers", "followers")
    await settle()
    assert len(home(a_member)) == len(bytes_home(a_member)) == 1

    house.database.write_now(following.refuse_follower, another_member.id, a_member.id)

    assert home(a_member) == bytes_home(a_member) == []


async def test_an_answer_is_in_the_home_of_those_who_follow_both(
    house: House, a_member: Member, another_member: Member, a_steward: Member, settle
):
    a_member.follows(another_member)
    parent = a_steward.posts("question")
    answer = another_member.posts("answer", reply_to=parent)
    await settle()
    assert answer not in home(a_member)
    assert answer not in home(a_steward)

    a_steward.follows(another_member)
    answer = another_member.posts("another answer", reply_to=parent)
    await settle()
    assert answer in home(a_steward)


async def test_messages_are_in_no_home_and_only_with_those_named(
    a_member: Member, another_member: Member, a_steward: Member, settle
):
    another_member.follows(a_member)
    post_id = a_member.posts("@juno between us", "mentioned")
    await settle()

    def messages(member: Member) -> list[int]:
        entries = member.house.database.read_now(timelines.messages, member.viewer, Page())
        return [entry.id for entry in entries]

    assert home(another_member) == []
    assert messages(a_member) == messages(another_member) == [post_id]
    assert messages(a_steward) == []


async def test_the_community_page_has_what_members_wrote_for_more_than_a_few(
    house: House, a_member: Member, another_member: Member, settle
):
    shown = {a_member.posts(audience, audience) for audience in ("open", "allies", "community")}
    a_member.posts("@juno", "followers")
    a_member.posts("@juno", "mentioned")

    facts = house.database.read_now(timelines.community, another_member.viewer, Page())
    encoded = house.database.read_now(encoded_queries.community_encoded, another_member.viewer, Page())

    assert {entry.id for entry in facts} == {row.id for row in encoded} == shown


@pytest.mark.parametrize("few", [True, False], ids=["a few", "a page of them"])
async def test_whoever_is_not_shown_just_now_takes_nobody_elses_place(
    house: House, a_member: Member, another_member: Member, a_steward: Member, settle, few: bool
):
    a_member.follows(another_member)
    a_member.follows(a_steward)
    await settle()
    older = [a_steward.posts(f"older {n}") for n in range(4)]
    [another_member.posts(f"hidden {n}") for n in range(2 if few else 9)]
    newer = [a_steward.posts(f"newer {n}") for n in range(3)]
    await settle()
    house.database.write_now(pausing.pause, another_member.id)
    everything = (older + newer)[::-1]

    for encoded in (encoded_queries.home_encoded, encoded_queries.community_encoded):

        def page(read=encoded, **which: object) -> list[int]:
            return [row.id for row in house.database.read_now(read, a_member.viewer, Page(**which))]

        assert page(limit=5) == everything[:5]
        assert page(limit=5, before=everything[2]) == everything[3:]
        assert page(limit=5, after=older[1], upwards=True) == everything[:5]
        assert page(limit=2, after=older[3], upwards=True) == newer[1::-1]
    assert home(a_member, limit=5) == everything[:5]
