"""P25: an account's signing key outlives it until its Deletes are acknowledged or given up, and no longer.

That last words pass for seven days and that then everything of a house goes, files included, stands in
`tests/federation/test_pact.py`.
"""

import pytest
from sqlalchemy import select

from app.accounts.actions import leaving
from app.accounts.models import Account, Departed
from app.allies import actions as allies
from federation import pact
from tests.world.alliance import Neighbour, Net, settle
from tests.world.cast import Member
from tests.world.peers import AClock

pytestmark = pytest.mark.anyio

Houses = tuple[Neighbour, Neighbour]


@pytest.fixture
async def marisol(allied: Houses) -> Member:
    """Marisol, of whom the ally has a post."""
    near, far = allied
    member = near.houses("marisol")
    member.posts("Words that reach the ally", "allies")
    await settle(near, far)
    return member


def leaves(member: Member, house: Neighbour) -> None:
    member.house.database.write_now(leaving.leave_for_good, member.id, key=member.house.key, now=house.envoy.clock())


def keys(house: Neighbour) -> list[int]:
    return house.house.database.read_now(lambda session: list(session.scalars(select(Departed.id))))


def known_there(house: Neighbour) -> list[str]:
    named = select(Account.name).where(Account.name == "marisol")
    return house.house.database.read_now(lambda session: list(session.scalars(named)))


async def test_the_key_is_there_until_the_last_ally_has_heard_and_then_it_is_gone(
    allied: Houses, marisol: Member, net: Net, hours: AClock
):
    near, far = allied
    net.cuts(far.origin)

    leaves(marisol, near)
    for _ in range(3):
        hours.moves(days=1)
        await settle(near)
        assert keys(near) == [marisol.id], "the ally has not heard yet"
    net.mends(far.origin)
    hours.moves(hours=7)
    await settle(near, far)
    assert known_there(far) == []
    hours.moves(hours=2)
    await settle(near)

    assert keys(near) == []


async def test_the_key_goes_as_well_once_nobody_can_be_told(allied: Houses, marisol: Member, net: Net, hours: AClock):
    near, far = allied
    net.cuts(far.origin)
    leaves(marisol, near)

    for _ in range(7):
        hours.moves(days=1)
        await settle(near)

    assert near.waiting() == []
    assert keys(near) == []


async def test_through_a_pause_the_delete_waits_and_the_key_with_it(allied: Houses, marisol: Member, hours: AClock):
    near, far = allied
    near.house.database.write_now(allies.pause, far.origin, now=near.envoy.clock())

    leaves(marisol, near)
    for _ in range(3):
        hours.moves(days=3)
        await settle(near)
    assert keys(near) == [marisol.id]
    await pact.resume(near.envoy, far.origin)
    await settle(near, far)
    hours.moves(hours=2)
    await settle(near, far)

    assert known_there(far) == []
    assert keys(near) == []


async def test_a_key_that_nothing_waits_for_is_kept_a_day_for_whoever_verifies_late(
    allied: Houses, marisol: Member, hours: AClock
):
    near, far = allied

    leaves(marisol, near)
    await settle(near, far)
    hours.moves(hours=20)
    await settle(near, far)
    assert keys(near) == [marisol.id]
    hours.moves(hours=6)
    await settle(near, far)

    assert keys(near) == []
