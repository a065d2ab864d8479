"""What waits is done: every fact once, every lane in order, through failures and beside broken work."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from app.basics.events import Event
from app.jobs import outbox, queue
from app.jobs.bell import Bell
from app.jobs.outbox import announce
from app.jobs.runner import Chore, Outcome, Runner, Sweep
from app.storage.house import House
from tests.world.cast import NOON

pytestmark = pytest.mark.anyio


@dataclass(frozen=True, slots=True)
class SomethingHappened(Event):
    number: int


class Desk:
    """A runner whose clock stands still until it is moved, and that writes down what it did."""

    def __init__(self, house: House) -> None:
        self.house, self.now = house, NOON
        self.reacted: list[int] = []
        self.worked: list[tuple[int, bytes]] = []
        self.refuses: Callable[[bytes], bool] = lambda payload: False
        self.breaks_at: set[int] = set()

    def react(self, session: Session, event: Event) -> None:
        assert isinstance(event, SomethingHappened)
        if event.number in self.breaks_at:
            raise RuntimeError("broken")
        self.reacted.append(event.number)

    async def work(self, lane: int) -> Outcome:
        database = self.house.database
        jobs = await database.read(queue.head_of, "deliver", lane, most=1)
        if not jobs:
            return Outcome()
        if self.refuses(jobs[0].payload):
            return Outcome(failed=True)
        self.worked.append((lane, jobs[0].payload))
        await database.write(queue.finish, [jobs[0].id])
        return Outcome(more=True)

    def runner(self, work: Callable[[int], Awaitable[Outcome]] | None = None) -> Runner:
        return Runner(
            self.house.database, react=self.react, queues={"deliver": work or self.work}, clock=lambda: self.now
        )

    def put(self, lane: int, *payloads: bytes) -> None:
        for payload in payloads:
            self.house.database.write_now(queue.enqueue, "deliver", lane, "Create", payload, now=self.now)

    def happens(self, *numbers: int) -> None:
        for number in numbers:
            self.house.database.write_now(announce, SomethingHappened(number))


@pytest.fixture
def desk(house: House) -> Desk:
    return Desk(house)


async def test_every_fact_is_reacted_to_once_and_in_order(desk: Desk):
    desk.happens(*range(120))

    await desk.runner().settle()
    await desk.runner().settle()

    assert desk.reacted == list(range(120))


async def test_a_reaction_that_fails_holds_up_no_other_and_is_tried_again(desk: Desk):
    desk.happens(1, 2, 3)
    desk.breaks_at = {2}
    runner = desk.runner()

    await runner.settle()
    assert desk.reacted == [1, 3]
    desk.breaks_at, desk.now = set(), desk.now + timedelta(hours=1)
    await runner.settle()

    assert desk.reacted == [1, 3, 2]
    assert desk.house.database.read_now(outbox.waiting) == []


async def test_a_lane_keeps_its_order_through_failures_and_others_go_on(desk: Desk):
    desk.put(1, b"a", b"b", b"c")
    desk.put(2, b"x", b"y")
    desk.refuses = lambda payload: payload == b"b"

    runner = desk.runner()
    await runner.settle()
    assert sorted(desk.worked) == [(1, b"a"), (2, b"x"), (2, b"y")]

    desk.refuses, desk.now = (lambda payload: False), desk.now + timedelta(seconds=3)
    await runner.settle()
    assert desk.worked[-2:] == [(1, b"b"), (1, b"c")]


async def test_a_lane_that_keeps_failing_waits_longer_each_time_up_to_hours(desk: Desk):
    desk.put(1, b"a")
    desk.refuses = lambda payload: True
    runner, waits = desk.runner(), list[timedelta]()

    for _ in range(20):
        await runner.settle()
        due = desk.house.database.read_now(queue.next_due, ("deliver",), now=desk.now)
        assert due is not None
        waits.append(due - desk.now)
        desk.now = due

    assert waits == sorted(waits)
    assert waits[0] == queue.FIRST_WAIT
    assert waits[-1] == queue.LONGEST_WAIT


async def test_broken_work_is_a_failure_of_its_lane_alone(desk: Desk):
    desk.put(1, b"a")
    desk.put(2, b"x")

    async def work(lane: int) -> Outcome:
        if lane == 1:
            raise RuntimeError("broken")
        return await desk.work(lane)

    await desk.runner(work).settle()

    assert desk.worked == [(2, b"x")]
    assert desk.house.database.read_now(queue.depth, "deliver", 1) == 1


async def test_a_running_runner_is_woken_by_the_commit(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("app.jobs.runner.IDLE", 600.0)  # it does not only look by itself
    task = asyncio.create_task(desk.runner().run())
    await asyncio.sleep(0.3)

    await desk.house.database.write(announce, SomethingHappened(7))
    await _until(lambda: desk.reacted == [7])

    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_whoever_is_told_to_stop_as_the_bell_rings_stops(house: House):
    bell = Bell(house.database.engine)
    goes_on: list[int] = []

    for moments in range(6):
        bell.quieten()
        waiting = asyncio.create_task(bell.wait(5))
        await asyncio.sleep(0.01)
        bell._event.set()
        for _ in range(moments):
            await asyncio.sleep(0)
        if waiting.cancel():
            await asyncio.gather(waiting, return_exceptions=True)
            goes_on += [] if waiting.cancelled() else [moments]

    bell.close()
    assert goes_on == []


async def test_facts_that_never_end_hold_up_no_lane(desk: Desk):
    def react_and_go_on(session: Session, event: Event) -> None:
        desk.react(session, event)
        announce(session, SomethingHappened(len(desk.reacted)))

    desk.happens(0)
    desk.put(1, b"a letter")
    runner = Runner(desk.house.database, react=react_and_go_on, queues={"deliver": desk.work}, clock=lambda: desk.now)
    running = asyncio.create_task(runner.run())

    try:
        async with asyncio.timeout(60):
            while not desk.worked or len(desk.reacted) < 200:  # noqa: ASYNC110 - the desk writes down and calls nobody
                await asyncio.sleep(0.01)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

    assert desk.worked == [(1, b"a letter")]


@pytest.mark.parametrize("kind", ["postgres"], indirect=True)
async def test_a_second_runner_waits_until_the_first_is_gone(desk: Desk, house: House):
    first = asyncio.create_task(desk.runner().run())
    await house.database.write(announce, SomethingHappened(0))
    await _until(lambda: desk.reacted == [0])
    other, looked = Desk(house), list[datetime]()
    looks = Sweep(timedelta(hours=1), lambda session, now: looked.append(now))
    waits = Runner(house.database, react=other.react, queues={}, sweeps=(looks,), clock=lambda: NOON)
    second = asyncio.create_task(waits.run())
    await asyncio.sleep(0.3)

    await house.database.write(announce, SomethingHappened(1))
    await _until(lambda: desk.reacted == [0, 1])
    assert looked == []
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    await house.database.write(announce, SomethingHappened(2))
    await _until(lambda: other.reacted == [2])

    second.cancel()
    await asyncio.gather(second, return_exceptions=True)
    assert (desk.reacted, other.reacted) == ([0, 1], [2])


async def test_a_sweep_that_leaves_something_comes_again_at_once_in_another_transaction(desk: Desk, house: House):
    left = [3]

    def one_at_a_time(session: Session, now: datetime) -> bool:
        left[0] -= 1
        return left[0] > 0

    runner = Runner(
        house.database, react=desk.react, queues={}, sweeps=(Sweep(timedelta(hours=1), one_at_a_time),),
        clock=lambda: desk.now,
    )  # fmt: skip

    await runner.settle()
    await runner.settle()

    assert left == [0]


async def test_a_chore_waits_for_its_time_and_a_clock_set_back_does_not_stop_it(desk: Desk, house: House):
    done: list[datetime] = []

    async def chore(now: datetime) -> None:
        done.append(now)

    runner = Runner(
        house.database, react=desk.react, queues={}, chores=(Chore(timedelta(hours=1), chore),),
        clock=lambda: desk.now,
    )  # fmt: skip
    await runner.settle()
    assert done == []

    desk.now += timedelta(hours=1)
    await runner.settle()
    desk.now -= timedelta(days=400)
    await runner.settle()

    assert len(done) == 2


async def test_a_chore_that_may_not_wait_is_done_at_the_start(desk: Desk, house: House):
    done: list[datetime] = []

    async def chore(now: datetime) -> None:
        done.append(now)

    runner = Runner(
        house.database, react=desk.react, queues={}, chores=(Chore(timedelta(hours=1), chore, at_start=True),),
        clock=lambda: desk.now,
    )  # fmt: skip
    for _ in range(2):
        await runner.settle()

    assert len(done) == 1


async def _until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not holds():  # noqa: ASYNC110 - the desk writes down and calls nobody
            await asyncio.sleep(0.02)


def test_a_lane_that_waits_until_a_moment_holds_no_other_lane_up(house: House):
    for lane in (1, 2):
        house.database.write_now(queue.enqueue, "files", lane, "strays", b"", now=NOON)
    house.database.write_now(queue.wait_until, "files", 1, NOON + timedelta(hours=1))

    due = [
        house.database.read_now(queue.lanes_due, ("files",), now=NOON + timedelta(minutes=span)) for span in (59, 61)
    ]

    assert due == [[("files", 2)], [("files", 1), ("files", 2)]]


def test_nothing_is_due_before_its_time(house: House):
    later: datetime = NOON + timedelta(minutes=5)
    house.database.write_now(queue.enqueue, "deliver", 1, "Create", b"", now=NOON)
    house.database.write_now(queue.failed, "deliver", 1, now=NOON, at_least=timedelta(minutes=4))

    assert house.database.read_now(queue.lanes_due, ("deliver",), now=NOON) == []
    assert house.database.read_now(queue.lanes_due, ("deliver",), now=later) == [("deliver", 1)]
