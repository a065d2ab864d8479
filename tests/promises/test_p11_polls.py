"""P11: what a poll asked is in no byte of the disk once its post is gone; P10: nor what waits with one, ever."""
# ruff: noqa: F811 — fixtures are imported by their names

from collections.abc import Callable
from datetime import timedelta

import pytest

from app import wiring
from app.posts.actions import deleting, drafting, scheduling
from app.posts.asking import NewPoll
from app.posts.begun import Begun, Earlier
from tests.promises.test_p11_deleted_is_deleted import hours_pass, marisol, on_the_disk, wait_for_counters  # noqa: F401
from tests.world.alliance import Neighbour
from tests.world.cast import Member, join
from tests.world.peers import AClock
from tests.world.planting import Ground
from tests.world.polling import asks, votes

pytestmark = pytest.mark.anyio

PLANTED = ["plantedchoice", "another"]


async def test_the_choices_of_a_deleted_post_are_in_no_byte(
    near: Neighbour, marisol: Member, hours: AClock, on_the_disk: Callable[[], bytes]
):
    ground, runner = Ground(near, marisol), wiring.runner(near.envoy)
    gone = asks(marisol, PLANTED)
    votes(join(near.house, "juno"), gone, 0)
    await runner.settle()
    assert b"plantedchoice" in on_the_disk()

    ground.writes(deleting.delete_post, marisol.id, gone, key=near.house.key, now=ground.now)
    await runner.settle()
    await hours_pass(near, runner, hours, lost=1)

    assert b"plantedchoice" not in on_the_disk()


async def test_what_is_begun_holds_its_poll_sealed(near: Neighbour, marisol: Member, on_the_disk: Callable[[], bytes]):
    ground, house = Ground(near, marisol), near.house
    begun = Begun("Which?", poll=NewPoll(PLANTED))

    ground.writes(drafting.keep_draft, marisol.id, begun, Earlier(), key=house.key, now=ground.now)
    ground.writes(
        scheduling.schedule, marisol.id, begun, ground.now + timedelta(days=1), Earlier(),
        origin=near.origin, key=house.key, now=ground.now,
    )  # fmt: skip
    await wiring.runner(near.envoy).settle()

    assert b"plantedchoice" not in on_the_disk()
