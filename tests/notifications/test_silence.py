"""Of whom a member is told nothing: the blocked, the muted, blocked houses; and the dot says the same as the list."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from app.accounts.actions import blocking
from app.basics.clock import now
from app.notifications import queries as notifications
from app.notifications import telling
from app.posts.actions import thanking
from app.storage.house import House
from tests.posts.test_who_may_read import befriend, guest
from tests.world.cast import Member

pytestmark = pytest.mark.anyio
HOUR = timedelta(hours=1)


def told(member: Member) -> set[tuple[str, int]]:
    """(kind, from whom) of what a member is told; the dot is there when, and only when, there is something."""
    found = member.house.database.read_now(notifications.told, member.viewer)
    assert member.house.database.read_now(notifications.anything_new, member.id) is bool(found)
    return {(one.kind, one.sender.id) for one in found}


def does(act: Callable[..., object], one: Member, other: Member, **more: object) -> object:
    return one.house.database.write_now(act, one.id, other.id, **more)


async def everything_happens(one: Member, other: Member, settle) -> None:
    """`other` does to `one` whatever a bell rings for."""
    post_id = one.posts("hello")
    other.posts(f"@{one.name} hello", reply_to=post_id)
    for act in (thanking.favour, thanking.boost):
        one.house.database.write_now(act, other.id, post_id, now=now())
    other.asks_to_follow(one)
    await settle()


KINDS = {"mention", "favourite", "reblog", "follow_request"}


async def test_what_both_were_told_of_each_other_goes_with_a_block_and_does_not_come_back(
    a_member: Member, another_member: Member, a_steward: Member, settle
):
    await everything_happens(a_member, another_member, settle)
    await everything_happens(another_member, a_member, settle)
    a_steward.posts("@marisol hello")
    await settle()
    assert told(another_member) == {(kind, a_member.id) for kind in KINDS}

    does(blocking.block, a_member, another_member, now=now())
    at_once = told(a_member), told(another_member)
    await settle()
    does(blocking.end_block, a_member, another_member)

    assert at_once == ({("mention", a_steward.id)}, set())
    assert (told(a_member), told(another_member)) == at_once


async def test_nobody_is_told_of_those_they_keep_away_from_whatever_comes_late(
    house: House, a_member: Member, another_member: Member
):
    does(blocking.block, a_member, another_member, now=now())

    for one, other in ((a_member, another_member), (another_member, a_member)):
        house.database.write_now(telling.tell, one.id, "follow_request", other.id, None, now=now())
    does(blocking.end_block, a_member, another_member)

    assert told(a_member) == told(another_member) == set()


async def test_the_muted_ring_no_bell_and_what_they_rang_for_before_is_hidden(
    a_member: Member, another_member: Member, settle
):
    await everything_happens(a_member, another_member, settle)
    does(blocking.mute, a_member, another_member, now=now())
    assert told(a_member) == set()

    another_member.posts("@marisol are you there?")
    await settle()
    assert told(a_member) == set()

    does(blocking.end_mute, a_member, another_member)
    assert told(a_member) == {(kind, another_member.id) for kind in KINDS}


async def test_a_mute_without_notifications_leaves_the_bell_alone(a_member: Member, another_member: Member, settle):
    does(blocking.mute, a_member, another_member, notifications=False, now=now())

    await everything_happens(a_member, another_member, settle)

    assert told(a_member) == {(kind, another_member.id) for kind in KINDS}


async def test_after_a_timed_mute_the_bell_rings_again_before_any_sweep(
    a_member: Member, another_member: Member, settle
):
    earlier = now() - 2 * HOUR
    does(blocking.mute, a_member, another_member, until=earlier + HOUR, now=earlier)

    await everything_happens(a_member, another_member, settle)

    assert told(a_member) == {(kind, another_member.id) for kind in KINDS}


async def test_of_a_blocked_house_nobody_rings_and_others_are_told_as_before(
    house: House, a_member: Member, another_member: Member, settle
):
    ally_id = befriend(house)
    night = guest(house, ally_id)
    for member in (a_member, another_member):
        night.asks_to_follow(member)
    await settle()

    house.database.write_now(blocking.block_house, a_member.id, ally_id)
    at_once = told(a_member)
    await settle()
    house.database.write_now(telling.tell, a_member.id, "follow_request", night.id, None, now=now())
    house.database.write_now(blocking.end_house_block, a_member.id, ally_id)

    assert at_once == told(a_member) == set()
    assert told(another_member) == {("follow_request", night.id)}
