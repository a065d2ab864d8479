"""P10 and P11: a message's tags are in no byte of the disk; a deleted post's go with the last that carries them."""
# ruff: noqa: F811 — fixtures are imported by their names

from collections.abc import Callable

import pytest

from app import wiring
from app.accounts.actions import leaving
from app.basics.clock import now
from app.posts.actions import deleting, tagging
from tests.promises.test_p11_deleted_is_deleted import hours_pass, marisol, on_the_disk, wait_for_counters  # noqa: F401
from tests.world.alliance import Neighbour
from tests.world.cast import Member, join
from tests.world.peers import AClock
from tests.world.planting import Ground

pytestmark = pytest.mark.anyio


async def test_a_messages_tag_is_in_no_byte(near: Neighbour, marisol: Member, on_the_disk: Callable[[], bytes]):
    join(near.house, "juno")
    marisol.posts("@juno #plantedplace", "mentioned")
    marisol.posts("#shownplace", "followers")
    await wiring.runner(near.envoy).settle()

    found = on_the_disk()

    assert b"shownplace" in found
    assert b"plantedplace" not in found


async def test_the_tags_of_a_deleted_post_are_in_no_byte(
    near: Neighbour, marisol: Member, hours: AClock, on_the_disk: Callable[[], bytes]
):
    ground, runner = Ground(near, marisol), wiring.runner(near.envoy)
    gone = marisol.posts("#plantedplace #sharedplace")
    marisol.posts("#sharedplace")
    await runner.settle()
    assert b"plantedplace" in on_the_disk()

    ground.writes(deleting.delete_post, marisol.id, gone, key=near.house.key, now=ground.now)
    await runner.settle()
    await hours_pass(near, runner, hours, lost=1)

    left = on_the_disk()
    assert b"plantedplace" not in left
    assert b"sharedplace" in left


async def test_the_tags_of_whoever_leaves_go_within_two_hours(
    near: Neighbour, marisol: Member, hours: AClock, on_the_disk: Callable[[], bytes]
):
    runner = wiring.runner(near.envoy)
    marisol.posts("#plantedplace")
    near.house.database.write_now(tagging.follow_tag, marisol.id, "plantedhome", now=now())
    await runner.settle()
    assert all(word in on_the_disk() for word in (b"plantedplace", b"plantedhome"))

    near.house.database.write_now(leaving.leave_for_good, marisol.id, key=near.house.key, now=near.envoy.clock())
    await runner.settle()
    await hours_pass(near, runner, hours, lost=1)
    if not near.house.database.on_sqlite:
        wait_for_counters(near.house, 2, "tags")
    await hours_pass(near, runner, hours, lost=1)

    left = on_the_disk()
    assert [word for word in (b"plantedplace", b"plantedhome") if word in left] == []
