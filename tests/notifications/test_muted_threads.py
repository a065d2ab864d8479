"""A muted thread: its member is told nothing of it, whatever happens in it; everybody else is told as before."""

import pytest
from sqlalchemy import func, select

from app.accounts.models import Account
from app.basics.clock import now
from app.basics.errors import NotFound
from app.notifications import queries as notifications
from app.posts.actions import deleting, muting, thanking
from app.posts.models import MutedThread
from app.storage.house import House
from tests.world.cast import Member

pytestmark = pytest.mark.anyio


def told(member: Member) -> set[tuple[str, str]]:
    """(kind, from whom) of what a member is told; the dot is there when, and only when, there is something."""
    found = member.house.database.read_now(notifications.told, member.viewer)
    assert member.house.database.read_now(notifications.anything_new, member.id) is bool(found)
    return {(one.kind, one.sender.name) for one in found}


def mutes(member: Member, post_id: int) -> None:
    member.house.database.write_now(muting.mute_thread, member.id, post_id, now=now())


def has_the_flag(member: Member) -> bool:
    return member.house.database.read_now(lambda session: session.get_one(Account, member.id).mutes_threads)


def everything_happens(to: Member, by: Member, post_id: int) -> None:
    by.posts(f"@{to.name} hello", reply_to=post_id)
    for act in (thanking.favour, thanking.boost):
        to.house.database.write_now(act, by.id, post_id, now=now())


async def test_of_a_muted_thread_nothing_is_told_and_of_every_other_all(
    a_member: Member, another_member: Member, settle
):
    muted, other = a_member.posts("the long quarrel"), a_member.posts("soup is ready")
    mutes(a_member, muted)

    everything_happens(a_member, another_member, muted)
    await settle()
    assert told(a_member) == set()

    everything_happens(a_member, another_member, other)
    await settle()
    assert told(a_member) == {(kind, "juno") for kind in ("mention", "favourite", "reblog")}


async def test_what_is_under_way_when_it_is_muted_is_not_told(a_member: Member, another_member: Member, settle):
    post_id = a_member.posts("the long quarrel")
    everything_happens(a_member, another_member, post_id)

    mutes(a_member, post_id)
    await settle()

    assert told(a_member) == set()


async def test_the_whole_thread_is_muted_by_any_post_in_it_for_one_member_alone(
    a_member: Member, another_member: Member, a_steward: Member, settle
):
    first = a_steward.posts("who cooks?")
    answer = another_member.posts("@vera @marisol not me", reply_to=first)
    await settle()
    before = told(a_member)

    mutes(a_member, answer)
    a_steward.posts("@marisol @juno then who?", reply_to=first)
    await settle()

    assert told(a_member) == before
    assert ("mention", "vera") in told(another_member)


async def test_after_the_mute_one_is_told_again_but_not_of_what_passed_meanwhile(
    a_member: Member, another_member: Member, settle
):
    post_id = a_member.posts("the long quarrel")
    mutes(a_member, post_id)
    another_member.posts("@marisol one", reply_to=post_id)
    await settle()

    a_member.house.database.write_now(muting.end_mute, a_member.id, post_id)
    await settle()
    assert told(a_member) == set()

    another_member.posts("@marisol two", reply_to=post_id)
    await settle()
    assert told(a_member) == {("mention", "juno")}


def test_a_thread_that_one_may_not_read_cannot_be_muted(
    house: House, a_member: Member, another_member: Member, a_steward: Member
):
    message = a_member.posts("@juno hello", "mentioned")

    with pytest.raises(NotFound):
        mutes(a_steward, message)
    with pytest.raises(NotFound):
        house.database.write_now(muting.end_mute, a_steward.id, message)

    assert house.database.read_now(lambda session: session.scalar(select(func.count()).select_from(MutedThread))) == 0


def test_whether_anybody_looks_is_noted_with_the_account(house: House, a_member: Member):
    one, other = a_member.posts("one"), a_member.posts("other")
    assert not has_the_flag(a_member)

    mutes(a_member, one)
    mutes(a_member, one)
    mutes(a_member, other)
    house.database.write_now(muting.end_mute, a_member.id, one)
    assert has_the_flag(a_member)

    house.database.write_now(muting.end_mute, a_member.id, other)
    assert not has_the_flag(a_member)


def test_a_mute_goes_with_the_last_post_of_its_thread(house: House, a_member: Member, another_member: Member):
    first = a_member.posts("first")
    answer = another_member.posts("answer", reply_to=first)
    mutes(another_member, first)
    for member, post_id, left in ((a_member, first, True), (another_member, answer, False)):
        house.database.write_now(deleting.delete_post, member.id, post_id, key=house.key, now=now())

        house.database.write_now(muting.forget_gone, now())

        assert has_the_flag(another_member) is left
