"""P11: what was reported, decided and appealed is in no byte after its time; a deleted post only where it is sealed."""
# ruff: noqa: F811 — fixtures are imported by their names

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import LargeBinary, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app import wiring
from app.jobs.runner import Runner
from app.media import storing
from app.posts.actions import deleting
from app.posts.models import Picture
from app.storage.house import House
from app.storage.tables import Base
from moderation.cases.copies import PostCopy
from moderation.cases.models import Evidence
from tests.promises.test_p11_deleted_is_deleted import hours_pass, marisol, on_the_disk, wait_for_counters  # noqa: F401
from tests.world.a_desk_lived import Desk, people_answer, people_write, somebody_summarises
from tests.world.alliance import Neighbour
from tests.world.cast import Member, join
from tests.world.governing_cases import kept_of, reports
from tests.world.peers import AClock
from tests.world.pictures import phone_picture
from tests.world.planting import Ground

pytestmark = pytest.mark.anyio

SEALED_AT_THE_DESK = {
    "reports", "case_evidence", "case_notes", "outside_letters", "outside_lines", "decisions", "appeals",
    "appeal_lines", "public_log_drafts", "reading_details", "post_restrictions", "suggestions",
}  # fmt: skip
SAID = "planted-red planted-door planted-canal"


def test_no_table_in_which_moderators_keep_something_sealed_is_forgotten_here():
    sealed = {
        str(mapper.local_table.name)  # type: ignore[attr-defined]
        for mapper in Base.registry.mappers
        if mapper.class_.__module__.startswith("moderation.")
        and any("sealed" in column.name for column in mapper.local_table.columns)
    }

    assert sealed == SEALED_AT_THE_DESK - {"post_restrictions"}


async def test_when_its_time_is_over_no_byte_of_what_people_wrote_at_the_desk_is_left(
    near: Neighbour, hours: AClock, on_the_disk: Callable[[], bytes]
):
    desk, runner = await a_day(near), wiring.runner(near.envoy)
    planted = sealed_at_the_desk(near.house)
    pictures = await copies_of_pictures(near.house)
    before = on_the_disk()
    assert {table for table, values in planted.items() if values} == SEALED_AT_THE_DESK
    assert all(value in before for values in (*planted.values(), pictures) for value in values)

    await comes(near, runner, hours, evidence_goes(desk.house))
    await written_anew(near, runner, hours, {"case_evidence": len(planted["case_evidence"])})

    gone, left = (*planted["case_evidence"], *pictures), on_the_disk()
    assert [value for value in gone if value in left] == []
    assert all(value in left for value in planted["reports"])

    for _ in ("cases and decisions", "and what waited for those"):
        await comes(near, runner, hours, near.envoy.clock() + timedelta(days=366))
    await written_anew(near, runner, hours, dict.fromkeys(planted, 1))

    left = on_the_disk()
    assert [(table, value) for table, values in planted.items() for value in values if value in left] == []


async def test_of_a_reported_post_that_its_author_deletes_nothing_is_left_but_the_sealed_copy(
    near: Neighbour, marisol: Member, hours: AClock, on_the_disk: Callable[[], bytes]
):
    ground, runner = Ground(near, marisol), wiring.runner(near.envoy)
    picture = await near.draws(marisol, phone_picture(), "planted-description")
    post_id = marisol.posts(SAID, "community", warning="planted-warning", pictures=[picture])
    case_id = reports(join(near.house, "juno"), post_id, at=ground.now)
    files = [content for content in await files_of(near.house) if content in on_the_disk()]
    assert len(files) == 2

    ground.writes(deleting.delete_post, marisol.id, post_id, key=near.house.key, now=ground.now)
    await runner.settle()
    await hours_pass(near, runner, hours, lost=1)

    left = on_the_disk()
    assert b"planted-" not in left
    assert [content for content in files if content in left] == []
    [kept] = kept_of(near.house, case_id)
    assert isinstance(kept.copy, PostCopy)
    assert (kept.copy.source, kept.copy.warning, len(kept.pictures)) == (SAID, "planted-warning", 1)
    assert all(sealed in left for sealed in sealed_at_the_desk(near.house)["case_evidence"])


async def a_day(near: Neighbour) -> Desk:
    runner = wiring.runner(near.envoy)
    desk = people_write(near.house, near.envoy.clock)
    await runner.settle()
    people_answer(desk)
    await runner.settle()
    somebody_summarises(desk)
    return desk


def sealed_at_the_desk(house: House) -> dict[str, list[bytes]]:
    """What stands sealed in each table of what moderators work with."""

    def read(session: Session) -> dict[str, list[bytes]]:
        return {
            table.name: [
                bytes(value)
                for column in table.columns
                if "sealed" in column.name and isinstance(column.type, LargeBinary)
                for value in session.scalars(select(column).where(column.is_not(None)))
            ]
            for table in Base.metadata.sorted_tables
            if table.name in SEALED_AT_THE_DESK
        }

    return house.database.read_now(read)


async def copies_of_pictures(house: House) -> list[bytes]:
    """The files that are evidence."""
    return await contents(house, Evidence.blob)


async def files_of(house: House) -> list[bytes]:
    """The files of pictures of posts."""
    return await contents(house, Picture.blob)


async def contents(house: House, named_by: InstrumentedAttribute[Any]) -> list[bytes]:
    blobs = house.database.read_now(
        lambda session: session.scalars(select(named_by).where(named_by.is_not(None))).all()
    )
    files = [await house.blobs.get(size(blob)) for blob in blobs for size in (storing.full, storing.small)]
    assert None not in files
    return [content for content in files if content]


def evidence_goes(house: House) -> datetime:
    """When the last of it does."""
    return house.database.read_now(lambda session: session.scalars(select(func.max(Evidence.until))).one())


async def comes(near: Neighbour, runner: Runner, hours: AClock, moment: datetime) -> None:
    """Time passes until an hour after that, and the house does what is due then."""
    hours.moves(seconds=(moment - near.envoy.clock()).total_seconds() + 3_660)
    await runner.settle()


async def written_anew(near: Neighbour, runner: Runner, hours: AClock, lost: dict[str, int]) -> None:
    """So many rows of these tables have been deleted, and their tables are written anew."""
    if not near.house.database.on_sqlite:
        for table, rows in lost.items():
            wait_for_counters(near.house, rows, table)
    await hours_pass(near, runner, hours, lost=0)
