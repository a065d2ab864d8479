"""Wakes the runner when something was put in a queue: in this process, and on PostgreSQL in every other one.

One bell a database, so that tests may have two houses.
"""

import asyncio
import contextlib
from collections.abc import Callable

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from app.storage import after_commit, ear

CHANNEL = "parasol_jobs"
_RUNG = "bell"

_ringers: dict[str, set[Callable[[], None]]] = {}


class Bell:
    """Rung from any thread after a commit, waited for on the event loop."""

    def __init__(self, engine: Engine) -> None:
        self._loop = asyncio.get_running_loop()
        self._event = asyncio.Event()
        self._where = _ringers.setdefault(_name(engine), set())
        self._where.add(self.ring)
        self._ear = asyncio.create_task(self._listen(engine)) if engine.dialect.name == "postgresql" else None

    def ring(self) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._event.set)

    async def wait(self, seconds: float) -> None:
        """Until it is rung, or so many seconds have passed.

        Not by `wait_for`: before Python 3.12 that forgets that it was told to stop, if the bell rings as it is told.
        """
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._event.wait()

    def quieten(self) -> None:
        self._event.clear()

    def close(self) -> None:
        self._where.discard(self.ring)
        if self._ear is not None:
            self._ear.cancel()

    async def _listen(self, engine: Engine) -> None:
        """A new connection rings as well, for what was missed while there was none."""
        await ear.listen(engine, CHANNEL, begins=self.ring, hears=lambda _: self.ring())


def ring_after_commit(session: Session) -> None:
    """Ring every bell of this session's database once the work is on the disk."""
    if session.info.get(_RUNG):
        return
    session.info[_RUNG] = True
    engine = session.get_bind().engine
    if engine.dialect.name == "postgresql":
        session.execute(text(f"NOTIFY {CHANNEL}"))

    def ring() -> None:
        session.info.pop(_RUNG, None)
        for one in tuple(_ringers.get(_name(engine), ())):
            one()

    after_commit(session, ring)


def _name(engine: Engine) -> str:
    return engine.url.render_as_string(hide_password=True)
