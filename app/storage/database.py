"""The two doors: `read` and `write`. Every action and query is a plain function of a Session and enters by one.

SQLite: reads marked `quick` run on the event loop on a connection of their own, other reads on a few threads, writes
on one (`writer.py`). PostgreSQL: reads and writes on threads, a connection each. Nothing else commits.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app.basics.settings import Settings
from app.storage.engines import postgres_engine, sqlite_engine
from app.storage.failures import translated
from app.storage.prepared import DRIVER
from app.storage.sessions import after_commit, new_session, run_after_commit
from app.storage.writer import Writer

__all__ = ["Database", "after_commit", "quick"]

READERS = 4
WRITERS = 8

P = ParamSpec("P")
T = TypeVar("T")
Work = Callable[Concatenate[Session, P], T]

QUICK: set[str] = set()


def quick(work: Callable[P, T]) -> Callable[P, T]:
    """Mark a query as short enough for the event loop: prepared, indexed, no ORM. A test lists all of them."""
    QUICK.add(f"{work.__module__}.{work.__qualname__}")
    work.__quick__ = True  # type: ignore[attr-defined]
    return work


class Database:
    """One house's database, whichever kind it is. Close it when done."""

    def __init__(self, settings: Settings) -> None:
        self.on_sqlite = settings.on_sqlite
        if self.on_sqlite:
            self.engine: Engine = sqlite_engine(settings.database_url, writes=True, connections=1)
            self._reading = sqlite_engine(settings.database_url, writes=False, connections=READERS + 1)
        else:
            self.engine = postgres_engine(settings.database_url, connections=READERS + WRITERS + 2)
            self._reading = self.engine
        self._readers = ThreadPoolExecutor(READERS, "reader")
        self._writers = ThreadPoolExecutor(WRITERS, "writer") if not self.on_sqlite else None
        self._writer: Writer | None = None
        self._on_loop: Session | None = None

    async def read(self, work: Work[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a query and give back its answer; the transaction ends with it."""
        if self.on_sqlite and hasattr(work, "__quick__"):
            return work(self._loop_session(), *args, **kwargs)
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._readers, partial(self.read_now, work, *args, **kwargs))

    async def write(self, work: Work[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run an action; its answer comes when it is on the disk. Raises whatever it raised, all of it undone."""

        def call(session: Session) -> T:
            return work(session, *args, **kwargs)

        if self.on_sqlite:
            return await asyncio.wrap_future(self._the_writer().submit(call))
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._writers, self._write_alone, call)

    async def alone(self, work: Callable[Concatenate[Any, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run something that cannot be in a transaction on a driver's connection: SQLite's writer's."""

        def call(connection: Any) -> T:
            return work(connection, *args, **kwargs)

        if self.on_sqlite:
            return await asyncio.wrap_future(self._the_writer().submit_alone(call))
        return await asyncio.get_running_loop().run_in_executor(self._writers, self._autocommitting, call)

    def read_now(self, work: Work[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """`read` for commands and tests, in the calling thread."""
        with self._reading.connect() as connection, new_session(connection) as session:
            return work(session, *args, **kwargs)

    def write_now(self, work: Work[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """`write` for commands and tests; waits for the commit."""
        if self.on_sqlite:
            return self._the_writer().submit(lambda session: work(session, *args, **kwargs)).result()
        return self._write_alone(lambda session: work(session, *args, **kwargs))

    def close(self) -> None:
        """Finish what is being written and let go of every connection."""
        if self._writer is not None:
            self._writer.close()
        self._readers.shutdown()
        if self._writers is not None:
            self._writers.shutdown()
        if self._on_loop is not None:
            self._on_loop.close()
        self._reading.dispose()
        self.engine.dispose()

    def _write_alone(self, call: Callable[[Session], T]) -> T:
        try:
            with self.engine.connect() as connection:
                session = new_session(connection)
                with connection.begin(), session, session.begin():
                    value = call(session)
        except Exception as error:
            raise translated(error) from error
        run_after_commit(session)
        return value

    def _autocommitting(self, work: Callable[[Any], T]) -> T:
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            return work(connection.connection.driver_connection)

    def _the_writer(self) -> Writer:
        if self._writer is None:
            self._writer = Writer(self.engine)
        return self._writer

    def _loop_session(self) -> Session:
        """The event loop's own session: no transaction, so each statement sees the newest commit."""
        if self._on_loop is None:
            connection = self._reading.connect()
            self._on_loop = Session(bind=connection)
            self._on_loop.info[DRIVER] = connection.connection.driver_connection
        return self._on_loop
