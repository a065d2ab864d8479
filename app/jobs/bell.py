"""Wakes the runner when something was put in a queue. One bell a database, so that tests may have two houses."""

import asyncio
from collections.abc import Callable

from sqlalchemy.orm import Session

from app.storage import after_commit

_ringers: dict[str, set[Callable[[], None]]] = {}


class Bell:
    """Rung from any thread after a commit, waited for on the event loop."""

    def __init__(self, database_url: str) -> None:
        self._loop = asyncio.get_running_loop()
        self._event = asyncio.Event()
        self._where = _ringers.setdefault(database_url, set())
        self._where.add(self.ring)

    def ring(self) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._event.set)

    async def wait(self, seconds: float) -> None:
        """Until it is rung, or so many seconds have passed."""
        try:
            await asyncio.wait_for(self._event.wait(), seconds)
        except TimeoutError:
            return

    def quieten(self) -> None:
        self._event.clear()

    def close(self) -> None:
        self._where.discard(self.ring)


def ring_after_commit(session: Session) -> None:
    """Ring every bell of this session's database once the work is on the disk."""
    if session.info.get("bell"):
        return
    session.info["bell"] = True
    url = session.get_bind().engine.url.render_as_string(hide_password=True)

    def ring() -> None:
        session.info.pop("bell", None)
        for one in tuple(_ringers.get(url, ())):
            one()

    after_commit(session, ring)
