"""Who hears of a post because they asked to, and of an edit because they boosted what was edited: they alone."""

import pytest

from app.accounts.actions import blocking, following
from app.basics.clock import now
from app.basics.errors import NotFound
from app.notifications import queries as notifications
from app.posts.actions import editing, muting, thanking
from app.posts.actions.editing import Edit
from app.storage.house import House
from tests.world.cast import Member, join

pytestmark = pytest.mark.anyio


def told(member: Member, kind: str) -> list[int]:
    """The posts of which a member was told in this way."""
    found = member.house.database.read_now(notifications.told, member.viewer)
    return [one.post.id for one in found if one.kind == kind and one.post]


def rings(member: Member, other: Member, wanted: bool = True) -> None:
    member.house.database.write_now(following.ring_for_posts, member.id, other.id, wanted=wanted)


def boosts(member: Member, post_id: int) -> None:
    member.house.database.write_now(thanking.boost, member.id, post_id, now=now())


def edits(member: Member, post_id: int, text: str) -> None:
    origin, key = member.house.settings.origin, member.house.key
    member.house.database.write_now(
        editing.edit_post, member.id, post_id, Edit(text), origin=origin, key=key, now=now()
    )


async def test_whoever_asked_for_it_is_told_of_posts_and_no_other_follower(
    house: House, a_member: Member, another_member: Member, settle
):
    vera = join(house, "vera")
    for member in (another_member, vera):
        member.follows(a_member)
    rings(another_member, a_member)

    post_id = a_member.posts("soup is ready")
    await settle()

    assert told(another_member, "status") == [post_id]
    assert told(vera, "status") == told(a_member, "status") == []


async def test_not_of_messages_nor_of_answers_to_others_but_of_what_goes_on_for_oneself(
    house: House, a_member: Member, another_member: Member, settle
):
    vera = join(house, "vera")
    another_member.follows(a_member)
    rings(another_member, a_member)
    hers = vera.posts("who cooks?")

    a_member.posts("@vera psst", "mentioned")
    a_member.posts("me", reply_to=hers)
    first = a_member.posts("soup is ready", "followers")
    second = a_member.posts("and bread", "followers", reply_to=first)
    await settle()

    assert told(another_member, "status") == [second, first]


async def test_whoever_is_named_in_it_is_told_once(a_member: Member, another_member: Member, settle):
    another_member.follows(a_member)
    rings(another_member, a_member)

    post_id = a_member.posts("@juno soup is ready")
    await settle()

    assert (told(another_member, "status"), told(another_member, "mention")) == ([], [post_id])


async def test_the_bell_falls_silent_with_a_mute_an_end_and_an_unfollow(
    house: House, a_member: Member, another_member: Member, settle
):
    another_member.follows(a_member)
    rings(another_member, a_member)

    house.database.write_now(blocking.mute, another_member.id, a_member.id, now=now())
    a_member.posts("while muted")
    await settle()
    house.database.write_now(blocking.end_mute, another_member.id, a_member.id)
    rings(another_member, a_member, wanted=False)
    a_member.posts("after the end")
    await settle()
    rings(another_member, a_member)
    house.database.write_now(following.unfollow, another_member.id, a_member.id)
    a_member.posts("after the unfollow")
    await settle()

    assert told(another_member, "status") == []


async def test_a_question_that_waits_rings_for_nothing(a_member: Member, another_member: Member, settle):
    another_member.asks_to_follow(a_member)
    rings(another_member, a_member)

    a_member.posts("soup is ready")
    await settle()

    assert told(another_member, "status") == []


def test_nobody_rings_for_somebody_they_do_not_follow(a_member: Member, another_member: Member):
    with pytest.raises(NotFound):
        rings(another_member, a_member)


async def test_whoever_boosted_a_post_is_told_that_it_was_edited_and_nobody_else(
    house: House, a_member: Member, another_member: Member, settle
):
    vera = join(house, "vera")
    post_id = a_member.posts("soup at eigth")
    boosts(another_member, post_id)
    house.database.write_now(thanking.favour, vera.id, post_id, now=now())

    edits(a_member, post_id, "soup at eight")
    edits(a_member, post_id, "soup at eight, bring bowls")
    await settle()

    assert told(another_member, "update") == [post_id]
    assert told(vera, "update") == told(a_member, "update") == []


async def test_of_an_edit_in_a_muted_thread_and_after_the_boost_was_taken_back_nobody_is_told(
    house: House, a_member: Member, another_member: Member, settle
):
    vera = join(house, "vera")
    post_id = a_member.posts("soup at eigth")
    for member in (another_member, vera):
        boosts(member, post_id)
    house.database.write_now(muting.mute_thread, another_member.id, post_id, now=now())
    house.database.write_now(thanking.take_back_boost, vera.id, post_id)

    edits(a_member, post_id, "soup at eight")
    await settle()

    assert told(another_member, "update") == told(vera, "update") == []
