"""Queues of jobs in lanes: written in the caller's transaction, worked on in order within a lane.

A lane that fails waits as a whole (so that order holds), longer each time, for days; other lanes go on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Executable, Select, bindparam, delete, func, select, union_all
from sqlalchemy.orm import Session

from app.jobs.bell import ring_after_commit
from app.jobs.models import Job, Lane
from app.storage import Prepared
from app.storage.portions import delete_some

# Two seconds, doubling to six hours; given up after about five days of a house not answering.
FIRST_WAIT = timedelta(seconds=2)
LONGEST_WAIT = timedelta(hours=6)
GIVE_UP_AFTER = timedelta(days=5)
# Whatever a job waits for (a pause between two houses may be long), it does not wait for ever.
KEPT_FOR = timedelta(days=365)

_FINISH = Prepared(lambda: delete(Job).where(Job.id == bindparam("job_id")))
_WENT_WELL = Prepared(lambda: delete(Lane).where(Lane.queue == bindparam("queue"), Lane.lane == bindparam("lane")))


@dataclass(frozen=True, slots=True)
class Waiting:
    """A job as it lies in its lane; `payload` is still sealed."""

    id: int
    lane: int
    kind: str
    payload: bytes
    queued_at: datetime


def enqueue(session: Session, queue: str, lane: int, kind: str, payload: bytes, *, now: datetime) -> None:
    """Put a sealed job at the end of its lane and wake the runner after the commit."""
    session.add(Job(queue=queue, lane=lane, kind=kind, payload=payload, queued_at=now))
    ring_after_commit(session)


def wait_until(session: Session, queue: str, lane: int, moment: datetime) -> None:
    """Nothing in this lane is tried before that moment, however it fared so far."""
    went_well(session, queue, lane)
    session.add(Lane(queue=queue, lane=lane, failures=0, next_at=moment))


def lanes_due(session: Session, queues: tuple[str, ...], *, now: datetime) -> list[tuple[str, int]]:
    """(queue, lane) of the lanes with something in them that may be tried now, at most 500 of each queue."""
    return [(queue, lane) for queue, lane in session.execute(_lanes_due(queues), {"now": now})]


@cache
def _lanes_due(queues: tuple[str, ...]) -> Executable:
    """One question for all of them: the runner asks it in every round."""
    each: list[Select[Any]] = []
    for queue in queues:
        held = select(Lane.lane).where(Lane.queue == queue, Lane.next_at > bindparam("now", type_=Lane.next_at.type))
        due = select(Job.queue, Job.lane).where(Job.queue == queue, Job.lane.not_in(held)).distinct().limit(500)
        each.append(select(due.subquery()))
    return union_all(*each)


def next_due(session: Session, queues: tuple[str, ...], *, now: datetime) -> datetime | None:
    """When the next waiting lane may be tried again; None when no lane waits."""
    busy = select(Job.id).where(Job.queue == Lane.queue, Job.lane == Lane.lane).exists()
    return session.scalar(select(func.min(Lane.next_at)).where(Lane.queue.in_(queues), Lane.next_at > now, busy))


def head_of(session: Session, queue: str, lane: int, *, most: int) -> list[Waiting]:
    """The first jobs of a lane, in order."""
    rows = session.execute(
        select(Job.id, Job.lane, Job.kind, Job.payload, Job.queued_at)
        .where(Job.queue == queue, Job.lane == lane)
        .order_by(Job.id)
        .limit(most)
    )
    return [Waiting(*row) for row in rows]


def finish(session: Session, job_ids: Sequence[int]) -> None:
    """Done, or given up: the jobs are gone."""
    for job_id in job_ids:
        _FINISH.run(session, job_id=job_id)


def done(session: Session, queue: str, job: Waiting) -> None:
    """The first of a lane is done, or given up, and the lane works again."""
    finish(session, [job.id])
    went_well(session, queue, job.lane)


def went_well(session: Session, queue: str, lane: int) -> None:
    """The lane works again: forget its failures."""
    _WENT_WELL.run(session, queue=queue, lane=lane)


def failed(session: Session, queue: str, lane: int, *, now: datetime, at_least: timedelta = timedelta()) -> datetime:
    """Make the lane wait, twice as long as the last time; returns when it may be tried again."""
    row = session.get(Lane, (queue, lane))
    if row is None:
        row = Lane(queue=queue, lane=lane, failures=0, next_at=now)
        session.add(row)
    row.failures += 1
    row.next_at = now + max(at_least, wait_after(row.failures))
    return row.next_at


def wait_after(failures: int) -> timedelta:
    """How long a lane waits after so many failures in a row."""
    return min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(failures - 1, 20))


def try_lane_now(session: Session, queue: str, lane: int) -> None:
    """A person asked, or the other side has shown itself: wait no longer."""
    went_well(session, queue, lane)
    ring_after_commit(session)


def depth(session: Session, queue: str, lane: int | None = None) -> int:
    """How many jobs wait in a queue, or in one lane of it."""
    query = select(func.count()).select_from(Job).where(Job.queue == queue)
    return session.scalar(query if lane is None else query.where(Job.lane == lane)) or 0


def drop_kinds(session: Session, queue: str, lane: int, *, except_kinds: Sequence[str]) -> None:
    """Forget what waits in a lane, except these kinds (a pause keeps Delete, Undo and Block)."""
    session.execute(delete(Job).where(Job.queue == queue, Job.lane == lane, Job.kind.not_in(except_kinds)))


def forget_old(session: Session, now: datetime) -> bool:
    """A sweep: jobs that have waited for a year, and how empty lanes fared. Whether there may be more."""
    more = delete_some(session, Job, Job.queued_at <= now - KEPT_FOR)
    busy = select(Job.id).where(Job.queue == Lane.queue, Job.lane == Lane.lane).exists()
    return delete_some(session, Lane, Lane.next_at <= now, ~busy) or more
