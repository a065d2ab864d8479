"""Runs what waits, in the serving process or in a worker: facts first, then every lane of every queue at once.

Knows no reaction: wiring hands it what to do. This is the one place that catches everything, so that one broken job
does not stop the others.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.basics.clock import now as clock_now
from app.jobs import outbox, queue
from app.jobs.bell import Bell
from app.jobs.turns import the_only_one
from app.storage import Database

log = logging.getLogger("parasol.jobs")

IDLE = 5.0  # seconds between looks when nothing rings: a command may have put something in from another process

PORTIONS = 20  # of one sweep before everything else has its turn
ROUNDS = 20  # over the facts before the lanes have theirs

WorkOnLane = Callable[[int], Awaitable["Outcome"]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a lane fared: `more` waits in it, or it `failed` and must not be tried before a while."""

    more: bool = False
    failed: bool = False
    at_least: timedelta = timedelta()


@dataclass(frozen=True)
class Sweep:
    """Something done every so often, such as forgetting what is too old; True means that there may be more of it."""

    every: timedelta
    work: Callable[[Session, datetime], object]


@dataclass(frozen=True)
class Chore:
    """The same outside any transaction. Mostly not `at_start`, which is no time for what takes long."""

    every: timedelta
    work: Callable[[datetime], Awaitable[object]]
    at_start: bool = False


class Runner:
    """One a process. `run` goes on until cancelled."""

    def __init__(
        self,
        database: Database,
        *,
        react: outbox.React,
        queues: Mapping[str, WorkOnLane],
        sweeps: tuple[Sweep, ...] = (),
        chores: tuple[Chore, ...] = (),
        clock: Callable[[], datetime] = clock_now,
    ) -> None:
        self._database = database
        self._react = react
        self._queues = queues
        began = clock()
        self._sweeps: dict[Sweep, datetime | None] = dict.fromkeys(sweeps)
        self._chores: dict[Chore, datetime | None] = {each: None if each.at_start else began for each in chores}
        self._clock = clock
        self._busy: set[tuple[str, int]] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._failed: dict[int, tuple[int, datetime]] = {}

    async def run(self) -> None:
        """Work until cancelled; woken by the bell after each commit that queued something."""
        bell = Bell(self._database.engine)
        try:
            async with the_only_one(self._database):
                while True:
                    bell.quieten()
                    await self._once(bell)
                    await bell.wait(await self._pause())
        finally:
            bell.close()
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def settle(self) -> bool:
        """Work until nothing is left that may be done now, and say whether anything was: for tests and commands."""
        anything = False
        while True:
            anything = await self._once(None) or anything
            if self._tasks:
                await asyncio.gather(*self._tasks)
            elif not await self._database.read(outbox.waiting, self._resting()) and not await self._lanes_due():
                return anything

    async def _once(self, bell: Bell | None) -> bool:
        """One round over everything; whether a fact or a lane was there."""
        facts = 0
        try:
            facts = await self._some_facts(bell)
            lanes = await self._start_lanes(bell)
            await self._sweep()
        except Exception:
            log.exception("a round of jobs failed")
            await asyncio.sleep(1)
            return True
        return facts > 0 or lanes > 0

    async def _some_facts(self, bell: Bell | None) -> int:
        """A few rounds over the facts, so that lanes have their turn however many come; how many were taken."""
        facts = 0
        for _ in range(ROUNDS):
            taken = await self._react_to_facts()
            facts += taken
            if not taken:
                return facts
        if bell is not None:
            bell.ring()
        return facts

    async def _react_to_facts(self) -> int:
        """One round over the oldest facts; how many were taken. What fails is tried again later, others go on."""
        ids = await self._database.read(outbox.waiting, self._resting())
        if not ids:
            return 0
        done = await self._database.write(outbox.react_to, ids, self._react)
        for announcement_id, error in done.failed.items():
            tries, _ = self._failed.get(announcement_id, (0, self._clock()))
            self._failed[announcement_id] = (tries + 1, self._clock() + queue.wait_after(tries + 1))
            log.error("reacting to fact %s failed, try %s", announcement_id, tries + 1, exc_info=error)
        return done.done

    def _resting(self) -> list[int]:
        """Facts that failed and are not due again; forgotten when the process ends, so that a start tries them."""
        return [each for each, (_, until) in self._failed.items() if until > self._clock()][:500]

    async def _start_lanes(self, bell: Bell | None) -> int:
        """Begin on every lane that may be tried and nobody works on; how many those are."""
        due = [lane for lane in await self._lanes_due() if lane not in self._busy]
        for name, lane in due:
            self._busy.add((name, lane))
            task = asyncio.create_task(self._work_on(name, lane, self._queues[name], bell))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return len(due)

    async def _work_on(self, name: str, lane: int, work: WorkOnLane, bell: Bell | None) -> None:
        """Drain one lane until it is empty or fails."""
        try:
            outcome = Outcome(more=True)
            while outcome.more and not outcome.failed:
                outcome = await work(lane)
            if outcome.failed:
                await self._database.write(queue.failed, name, lane, now=self._clock(), at_least=outcome.at_least)
        except asyncio.CancelledError:
            raise
        except Exception:
            log.exception("lane %s of %s failed", lane, name)
            await self._database.write(queue.failed, name, lane, now=self._clock())
        finally:
            self._busy.discard((name, lane))
            if bell is not None:
                bell.ring()

    async def _lanes_due(self) -> list[tuple[str, int]]:
        if not self._queues:
            return []
        return await self._database.read(queue.lanes_due, tuple(self._queues), now=self._clock())

    async def _pause(self) -> float:
        """Seconds until the earliest lane may be tried again, at most IDLE."""
        moment = await self._database.read(queue.next_due, tuple(self._queues), now=self._clock())
        return IDLE if moment is None else max(0.05, min(IDLE, (moment - self._clock()).total_seconds()))

    async def _sweep(self) -> None:
        for sweep, last in list(self._sweeps.items()):
            if self._is_due(sweep, last):
                self._sweeps[sweep] = self._clock()
                if await self._portions(sweep):
                    self._sweeps[sweep] = None
        for chore, last in list(self._chores.items()):
            if self._is_due(chore, last):
                self._chores[chore] = self._clock()
                await chore.work(self._clock())

    async def _portions(self, sweep: Sweep) -> bool:
        """A few portions, a transaction each, so that others may write between; whether there may be more."""
        for _ in range(PORTIONS):
            if await self._database.write(sweep.work, self._clock()) is not True:
                return False
        return True

    def _is_due(self, duty: Sweep | Chore, last: datetime | None) -> bool:
        """Also when the clock was set back since: what happened in the future is no reason to wait for it."""
        return last is None or not last <= self._clock() < last + duty.every
