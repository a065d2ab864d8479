"""A member blocks somebody at an ally: what that house is told, in which order, and when it waits (P22)."""

import pytest
from sqlalchemy import select

from app.accounts import queries_between as between
from app.accounts.actions import blocking, following
from app.accounts.models import Block, Follow
from app.basics.clock import now
from app.basics.errors import Invalid
from federation import pact
from tests.world.alliance import Neighbour, Net, settle
from tests.world.cast import Member
from tests.world.peers import AClock

pytestmark = pytest.mark.anyio

Houses = tuple[Neighbour, Neighbour]


def told(net: Net, house: Neighbour) -> list[tuple[str, str]]:
    """(verb, of what) as it was delivered to that house since."""
    acts = [a for a in net.posted_to(house.origin) if a["type"] in {"Block", "Undo", "Reject", "Create", "Follow"}]
    return [(a["type"], a["object"]["type"] if isinstance(a["object"], dict) else "") for a in acts]


def blocks(member: Member, them: Member) -> None:
    member.house.database.write_now(blocking.block, member.id, them.id, now=now())


def ends_block(member: Member, them: Member) -> None:
    member.house.database.write_now(blocking.end_block, member.id, them.id)


def kept_at(house: Neighbour) -> int:
    return len(house.house.database.read_now(lambda session: session.scalars(select(Block.uri)).all()))


def follows_at(house: Neighbour) -> int:
    return len(house.house.database.read_now(lambda session: session.scalars(select(Follow.uri)).all()))


async def two_who_follow_each_other(near: Neighbour, far: Neighbour) -> tuple[Member, Member, Member]:
    """Marisol here, Ana there, and Ana as she is known here."""
    marisol, ana = near.houses("marisol"), far.houses("ana")
    ana_here, marisol_there = await near.knows(ana), await far.knows(marisol)
    marisol.asks_to_follow(ana_here)
    ana.asks_to_follow(marisol_there)
    await settle(near, far)
    near.house.database.write_now(following.accept_follower, marisol.id, ana_here.id)
    far.house.database.write_now(following.accept_follower, ana.id, marisol_there.id)
    await settle(near, far)
    return marisol, ana, ana_here


async def test_a_block_ends_following_there_first_and_then_keeps_them_apart_there(allied: Houses, net: Net):
    near, far = allied
    marisol, ana, ana_here = await two_who_follow_each_other(near, far)
    net.sent.clear()

    blocks(marisol, ana_here)
    await settle(near, far)

    assert told(net, far) == [("Undo", "Follow"), ("Reject", "Follow"), ("Block", "")]
    assert told(net, near) == []
    assert (follows_at(near), follows_at(far)) == (0, 0)
    marisol_there = await far.knows(marisol)
    assert far.house.database.read_now(between.hidden_from, ana.id, [marisol_there.id]) == {marisol_there.id}


async def test_its_end_is_told_and_restores_nothing(allied: Houses, net: Net):
    near, far = allied
    marisol, _, ana_here = await two_who_follow_each_other(near, far)
    blocks(marisol, ana_here)
    await settle(near, far)
    net.sent.clear()

    ends_block(marisol, ana_here)
    await settle(near, far)

    assert told(net, far) == [("Undo", "Block")]
    assert (kept_at(near), kept_at(far), follows_at(near), follows_at(far)) == (0, 0, 0, 0)


async def test_what_is_theirs_is_not_told_back(allied: Houses, net: Net):
    near, far = allied
    marisol, ana, _ = await two_who_follow_each_other(near, far)
    marisol_there = await far.knows(marisol)
    net.sent.clear()

    blocks(ana, marisol_there)
    await settle(near, far)
    ends_block(ana, marisol_there)
    await settle(near, far)

    assert told(net, near) == [("Undo", "Follow"), ("Reject", "Follow"), ("Block", ""), ("Undo", "Block")]
    assert told(net, far) == []


async def test_a_block_between_two_of_this_house_and_a_mute_are_told_to_nobody(allied: Houses, net: Net):
    near, far = allied
    marisol, _, ana_here = await two_who_follow_each_other(near, far)
    juno = near.houses("juno")
    net.sent.clear()

    blocks(marisol, juno)
    near.house.database.write_now(blocking.mute, marisol.id, ana_here.id, now=near.envoy.clock())
    near.house.database.write_now(following.show_boosts, marisol.id, ana_here.id, wanted=False)
    await settle(near, far)

    assert net.sent == []


async def test_a_blocked_house_hears_that_following_ended_and_nothing_of_the_block(allied: Houses, net: Net):
    near, far = allied
    marisol, _, _ = await two_who_follow_each_other(near, far)
    net.sent.clear()

    near.house.database.write_now(blocking.block_house, marisol.id, near.ally_id(far))
    await settle(near, far)

    assert told(net, far) == [("Undo", "Follow"), ("Reject", "Follow")]
    assert follows_at(far) == 0


async def test_a_message_that_named_somebody_is_not_sent_there_after_a_block(allied: Houses, net: Net):
    near, far = allied
    marisol, _, ana_here = await two_who_follow_each_other(near, far)
    net.sent.clear()

    marisol.posts("for my followers", "followers")
    marisol.posts("@ana@harbour.example between us", "mentioned")
    blocks(marisol, ana_here)
    with pytest.raises(Invalid, match="nobody will see"):
        marisol.posts("@ana@harbour.example once more", "mentioned")
    await settle(near, far)

    assert ("Create", "Note") not in told(net, far)
    assert ("Block", "") in told(net, far)


async def test_a_block_waits_through_a_pause_and_is_said_afterwards(allied: Houses, net: Net, hours: AClock):
    near, far = allied
    marisol, _, ana_here = await two_who_follow_each_other(near, far)
    await pact.pause(near.envoy, far.origin)
    net.sent.clear()

    blocks(marisol, ana_here)
    await settle(near, far)
    during, waiting = list(net.posted_to(far.origin)), near.waiting()
    await pact.resume(near.envoy, far.origin)
    hours.moves(hours=2)
    await settle(near, far)

    assert (during, waiting) == ([], ["Undo", "Block"])
    assert told(net, far) == [("Undo", "Follow"), ("Block", "")]
    assert (kept_at(far), follows_at(far)) == (1, 0)


async def test_a_block_and_its_end_pass_while_two_houses_part(allied: Houses, net: Net, hours: AClock):
    near, far = allied
    marisol, _, ana_here = await two_who_follow_each_other(near, far)
    await pact.part(near.envoy, far.origin)
    await settle(near, far)
    net.sent.clear()

    blocks(marisol, ana_here)
    await settle(near, far)
    kept = kept_at(far)
    ends_block(marisol, ana_here)
    await settle(near, far)

    assert ("Block", "") in told(net, far)
    assert (kept, kept_at(far)) == (1, 0)
