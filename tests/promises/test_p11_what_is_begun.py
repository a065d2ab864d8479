"""P11: a draft that was deleted, and one with which nobody went on, is in no byte of the disk; neither its pictures."""
# ruff: noqa: F811 — fixtures are imported by their names

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import wiring
from app.accounts.actions import leaving
from app.posts.actions import drafting, scheduling
from app.posts.begun import Begun, BegunPicture, Earlier
from app.posts.models import KeptDraft, Picture, ScheduledPost
from tests.promises.test_p11_deleted_is_deleted import marisol, on_the_disk  # noqa: F401 — fixtures
from tests.world.alliance import Neighbour
from tests.world.cast import Member
from tests.world.peers import AClock
from tests.world.pictures import phone_picture
from tests.world.planting import Ground

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)  # PostgreSQL's tables are written anew within the hour
async def test_deleted_drafts_and_scheduled_posts_leave_nothing(
    near: Neighbour, marisol: Member, hours: AClock, on_the_disk: Callable[[], bytes], kind: str
):
    ground, runner = Ground(near, marisol), wiring.runner(near.envoy)
    draft, scheduled = await begun(near, marisol, ground)
    planted = await files(near)
    await runner.settle()
    planted += [*near.house.database.read_now(sealed_and_named), *await files(near)]
    before = on_the_disk()
    assert [one in before for one in planted] == [False] * 4 + [True] * 8

    ground.writes(drafting.delete_draft, marisol.id, draft, key=near.house.key, now=ground.now)
    ground.writes(scheduling.unschedule, marisol.id, scheduled, key=near.house.key, now=ground.now)
    await runner.settle()
    hours.moves(minutes=1)
    await runner.settle()

    left = on_the_disk()
    assert [one for one in planted if one in left] == []


async def test_whoever_leaves_takes_what_they_have_begun_along(near: Neighbour, marisol: Member):
    await begun(near, marisol, Ground(near, marisol))
    runner = wiring.runner(near.envoy)
    await runner.settle()

    near.house.database.write_now(leaving.leave_for_good, marisol.id, key=near.house.key, now=near.envoy.clock())
    await runner.settle()

    assert near.house.database.read_now(sealed_and_named) == []
    assert near.files() == []


async def begun(near: Neighbour, member: Member, ground: Ground) -> tuple[int, int]:
    """A draft and a scheduled post, each with a picture."""
    one, other = [await near.draws(member, phone_picture(), "the stairs") for _ in range(2)]
    write, key = near.house.database.write, near.house.key
    draft = await write(
        drafting.keep_draft, member.id, Begun("begun", pictures=[BegunPicture(one)]), Earlier(), key=key, now=ground.now
    )
    later = Begun("for later", pictures=[BegunPicture(other)])
    scheduled = await write(
        scheduling.schedule, member.id, later, ground.now + timedelta(days=9), Earlier(), origin=near.origin, key=key,
        now=ground.now,
    )  # fmt: skip
    return draft, scheduled


def sealed_and_named(session: Session) -> list[bytes]:
    blobs = session.scalars(select(Picture.blob)).all()
    sealed = [*session.scalars(select(KeptDraft.sealed)), *session.scalars(select(ScheduledPost.sealed))]
    return [*sealed, *(blob.encode() for blob in blobs)]


async def files(near: Neighbour) -> list[bytes]:
    blobs = near.house.database.read_now(lambda session: list(session.scalars(select(Picture.blob))))
    found = [await near.house.blobs.get(f"{blob}/{size}") for blob in blobs for size in ("full", "small")]
    return [content for content in found if content is not None]
