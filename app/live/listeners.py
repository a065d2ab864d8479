"""Everybody who listens in this process. Bounded in every direction: whoever listens can hold up nobody."""

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import Callable, Collection
from datetime import datetime
from typing import Final

import msgspec
from sqlalchemy.orm import Session

from app.basics.errors import Unavailable
from app.live import news, telling
from app.live.listener import Interest, Listener, Pass
from app.live.news import LookAgain, News
from app.live.sorting import accounts_that_matter, is_for
from app.storage import Database, ear

__all__ = ["Interest", "Listener", "Listeners", "Pass"]

log = logging.getLogger("parasol.live")

MOST: Final = 1000
MOST_OF_ONE: Final = 12  # tabs and apps of one account; the one that came first gives way
MOST_UNSORTED: Final = 1000
BEGINS_WITHIN: Final = 5.0  # seconds for which somebody waits until this process hears
LOOKS_EVERY: Final = 2.0  # seconds until a session that ended is noticed where nothing else happens
BLIND_FOR: Final = 3  # looks that may fail before everybody is ended: what cannot be checked does not hold

Concerned = Callable[[Session, News, Collection[int]], Collection[int]]
StillIn = Callable[[Session, Collection[Pass], datetime], Collection[Pass]]


class Listeners:
    """One a process. `concerned`: whom news concerns, of these accounts. `still_in`: which passes still hold.

    Nobody's listening costs nothing: it begins to hear when the first one comes.
    """

    def __init__(
        self, database: Database, *, concerned: Concerned, still_in: StillIn, clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._concerned = concerned
        self._still_in = still_in
        self._clock = clock
        self._here: dict[Listener, None] = {}
        self._unsorted: deque[News] = deque()
        self._something = asyncio.Event()
        self._somebody = asyncio.Event()
        self._hears = asyncio.Event()
        self._closed = False

    def __len__(self) -> int:
        return len(self._here)

    async def hearing(self) -> None:
        """Wait until this process hears: whoever joins then misses nothing from there on.

        A connection that was lost since is made up for by a look, and one that cannot be made is waited for no longer
        than a moment.
        """
        self._somebody.set()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(0 if self._closed else BEGINS_WITHIN):
                await self._hears.wait()

    def join(self, account_id: int, held: Pass, interests: Interest) -> Listener:
        """Listen from now on, until `leave`. Raises Unavailable when this process is full or stops."""
        if self._closed or len(self._here) >= MOST:
            raise Unavailable(retry_after=60)
        of_one = [one for one in self._here if one.account_id == account_id]
        if len(of_one) >= MOST_OF_ONE:
            of_one[0].end()
            self.leave(of_one[0])
        listener = Listener(account_id, held, interests)
        self._here[listener] = None
        self._somebody.set()
        return listener

    def leave(self, listener: Listener) -> None:
        """Gone, whether or not they were there."""
        self._here.pop(listener, None)

    def close(self) -> None:
        """Everybody goes at once and nobody is taken any more: the house stops."""
        self._closed = True
        self._end(tuple(self._here))

    async def run(self) -> None:
        """Hear, sort and hand out until cancelled."""
        await self._somebody.wait()
        loop = asyncio.get_running_loop()
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._sort())
            tasks.create_task(self._watch())
            if self._database.on_sqlite:
                with telling.heard(self._database.engine, lambda what: _on(loop, self.hear, what)):
                    self._hears.set()
                    await asyncio.Event().wait()
            await ear.listen(self._database.engine, telling.CHANNEL, begins=self._begin, hears=self._hear_said)

    def hear(self, what: News) -> None:
        """News of this house, whoever it is for. When too much comes at once everybody looks for themselves."""
        if len(self._unsorted) >= MOST_UNSORTED:
            self._unsorted.clear()
            what = LookAgain()
        self._unsorted.append(what)
        self._something.set()

    def _begin(self) -> None:
        self.hear(LookAgain())
        self._hears.set()

    def _hear_said(self, payload: str) -> None:
        try:
            self.hear(news.decoded(payload))
        except msgspec.DecodeError:
            self.hear(LookAgain())

    async def _sort(self) -> None:
        while True:
            await self._something.wait()
            self._something.clear()
            while self._unsorted:
                await self._hand_out(self._unsorted.popleft())

    async def _hand_out(self, what: News) -> None:
        accounts = accounts_that_matter(self._here, what)
        concerned: Collection[int] = ()
        try:
            if accounts:
                concerned = await self._database.read(self._concerned, what, accounts)
        except Exception:
            log.exception("news could not be sorted")
            what = LookAgain()
        for listener in tuple(self._here):
            if is_for(listener, what, concerned):
                listener.hear(what)

    async def _watch(self) -> None:
        """Whoever's session or token has ended goes, also while nothing happens (P8)."""
        failed = 0
        while True:
            await asyncio.sleep(LOOKS_EVERY)
            try:
                failed = 0 if await self._look() else failed
            except Exception:
                failed += 1
                log.exception("whether listeners may stay could not be read")
                if failed >= BLIND_FOR:
                    self._end(tuple(self._here))

    async def _look(self) -> bool:
        asked = frozenset(one.held for one in self._here)
        if asked:
            holding = await self._database.read(self._still_in, asked, self._clock())
            self._end([one for one in self._here if one.held in asked and one.held not in holding])
        return True

    def _end(self, listeners: Collection[Listener]) -> None:
        for one in listeners:
            one.end()
            self.leave(one)


def _on(loop: asyncio.AbstractEventLoop, hear: Callable[[News], None], what: News) -> None:
    with contextlib.suppress(RuntimeError):  # the loop was closed a moment ago
        loop.call_soon_threadsafe(hear, what)
