"""The two doors to the database: what one act does is done whole or not at all, on both databases."""

import asyncio
import threading

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.orm import Session

from app.basics.clock import now
from app.basics.errors import Refused
from app.jobs.models import Job
from app.storage import after_commit
from app.storage.failures import CannotWrite
from app.storage.house import House

pytestmark = pytest.mark.anyio


def add_job(session: Session, lane: int) -> int:
    session.add(Job(queue="test", lane=lane, kind="x", payload=b"", queued_at=now()))
    session.flush()
    return lane


def add_job_and_refuse(session: Session, lane: int) -> None:
    add_job(session, lane)
    raise Refused("no")


def lanes(session: Session) -> list[int]:
    return sorted(session.scalars(select(Job.lane).where(Job.queue == "test")))


async def test_what_is_written_together_is_kept_apart_when_one_of_them_is_refused(house: House):
    answers = await asyncio.gather(
        *(house.database.write(add_job_and_refuse if n % 3 == 0 else add_job, n) for n in range(30)),
        return_exceptions=True,
    )

    refused = {n for n, answer in enumerate(answers) if isinstance(answer, Refused)}
    assert refused == {n for n in range(30) if n % 3 == 0}
    assert await house.database.read(lanes) == [n for n in range(30) if n % 3]


async def test_nobody_hears_of_a_commit_before_it_happened(house: House):
    heard: list[int] = []

    def act(session: Session) -> None:
        add_job(session, 1)
        after_commit(session, lambda: heard.append(len(house.database.read_now(lanes))))
        assert heard == []

    await house.database.write(act)

    assert heard == [1]


async def test_nothing_is_heard_of_what_was_refused(house: House):
    heard: list[str] = []

    def act(session: Session) -> None:
        after_commit(session, lambda: heard.append("done"))
        raise Refused("no")

    with pytest.raises(Refused):
        await house.database.write(act)

    assert heard == []


async def test_whoever_stops_waiting_for_a_write_stops_nobody_else(house: House):
    begun, held = threading.Event(), threading.Event()

    def slow(session: Session) -> None:
        begun.set()
        held.wait(5)

    waiting = [asyncio.create_task(house.database.write(slow)), asyncio.create_task(house.database.write(add_job, 1))]
    await asyncio.to_thread(begun.wait)
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    held.set()

    assert await asyncio.wait_for(house.database.write(add_job, 2), 5) > 0


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
async def test_a_reader_on_sqlite_cannot_write(house: House):
    with pytest.raises(Exception, match="readonly"):
        await house.database.read(lambda session: session.execute(text("DELETE FROM jobs")))


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
async def test_requests_that_arrive_together_share_a_commit(house: House):
    commits: list[object] = []
    event.listen(house.database.engine, "commit", commits.append)

    await asyncio.gather(*(house.database.write(add_job, n) for n in range(40)))

    assert await house.database.read(lanes) == list(range(40))
    assert len(commits) < 20


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
async def test_a_database_that_cannot_be_written_is_one_clear_sentence(house: House):
    await house.database.write(add_job, 1)
    await house.database.write(lambda session: session.execute(text("PRAGMA query_only=ON")))

    with pytest.raises(CannotWrite, match="cannot save anything"):
        await house.database.write(add_job, 2)

    assert await house.database.read(lanes) == [1]
