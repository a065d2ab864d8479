"""P11: what a decision removed is in no byte of the disk but sealed, and comes back whole when it was wrong (P10)."""
# ruff: noqa: F811 — fixtures are imported by their names

from collections.abc import Callable

import pytest

from app import wiring
from app.posts.actions import editing
from app.posts.models import PollChoice, Post, PostVersion
from tests.promises.test_p11_deleted_is_deleted import hours_pass, marisol, on_the_disk, wait_for_counters  # noqa: F401
from tests.world.alliance import Neighbour
from tests.world.cast import Member, join
from tests.world.decided import Moderators
from tests.world.peers import AClock
from tests.world.pictures import phone_picture
from tests.world.planting import Ground
from tests.world.polling import asks, votes

pytestmark = pytest.mark.anyio

PLANTED = ("plantedwords", "plantedwarning", "plantedtag", "planteddescription", "plantedearlier", "plantedchoice")


async def test_what_was_removed_is_in_no_byte_and_comes_back_whole(
    near: Neighbour, marisol: Member, hours: AClock, on_the_disk: Callable[[], bytes]
):
    ground, runner, moderators = Ground(near, marisol), wiring.runner(near.envoy), Moderators(near.house)
    picture = await near.draws(marisol, phone_picture(), "planteddescription")
    post_id = marisol.posts("plantedearlier", "community", pictures=(picture,), warning="plantedwarning")
    edit = editing.Edit("plantedwords #plantedtag", "plantedwarning")
    ground.writes(editing.edit_post, marisol.id, post_id, edit, origin=near.origin, key=near.house.key, now=ground.now)
    poll_id = asks(marisol, ["plantedchoice", "another"])
    votes(join(near.house, "juno"), poll_id, 0)
    await runner.settle()
    here = on_the_disk().lower()
    assert [word for word in PLANTED if word.encode() not in here] == []

    removals = [moderators.decide("remove", one) for one in (post_id, poll_id)]
    await runner.settle()
    if not near.house.database.on_sqlite:
        wait_for_counters(near.house, 1, "post_versions")  # its post stays, emptied
    await hours_pass(near, runner, hours, lost=0)

    gone = on_the_disk().lower()
    assert [word for word in PLANTED if word.encode() in gone] == []

    for removal in removals:
        moderators.overturn(removal)
    await runner.settle()

    def read(session):
        choices = session.query(PollChoice).filter_by(post_id=poll_id).order_by(PollChoice.position)
        post, version = session.get_one(Post, post_id), session.query(PostVersion).filter_by(post_id=post_id).one()
        return post.source, post.warning, version.source, [(one.words, one.votes) for one in choices]

    assert near.house.database.read_now(read) == (
        "plantedwords #plantedtag", "plantedwarning", "plantedearlier", [("plantedchoice", 1), ("another", 0)],
    )  # fmt: skip
