"""A new database that takes the present one's place in one step: until `replace` nothing has changed.

SQLite: another file beside the present one, renamed over it. PostgreSQL: one transaction that drops the present tables
and makes them anew. Whoever calls has the house for themselves (`app.storage.locks`).
"""

import contextlib
import os
import sqlite3
from collections.abc import Generator
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Connection, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url

from app.basics.errors import Refused
from app.basics.settings import Settings
from app.storage.engines import postgres_engine
from app.storage.tables import Base

_SCHEMA_STEP = "alembic_version"


class Replacement(Protocol):
    """The new database while it is being filled."""

    connection: Connection

    def keep_rules(self) -> None:
        """From now on what is deleted takes with it what hangs on it, and leaves no bytes."""
        ...

    def replace(self) -> None:
        """Take the present one's place, on the disk when this returns."""
        ...


@contextlib.contextmanager
def replacement(settings: Settings) -> Generator[Replacement]:
    """An empty database that may replace the present one; left without `replace` it is gone."""
    made = _NewFile(make_url(settings.database_url)) if settings.on_sqlite else _NewTables(settings.database_url)
    try:
        yield made
    finally:
        made.close()


class _NewFile:
    """SQLite: `parasol.db.restoring`, filled without a journal's cost, since a failure throws it away.

    It is written once more as it is finished, so that not even a gap in a page holds what was deleted again (P11).
    """

    _WHILE_FILLING = ("journal_mode=MEMORY", "synchronous=OFF", "foreign_keys=OFF", "secure_delete=ON",
                      "temp_store=MEMORY")  # fmt: skip

    def __init__(self, location: URL) -> None:
        self._present = Path(location.database or "")
        self._new = self._present.with_name(self._present.name + ".restoring")
        self._whole = self._present.with_name(self._present.name + ".restored")
        self._present.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._remove()
        for made in (self._new, self._whole):
            os.close(os.open(made, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        self._engine = create_engine(
            location.set(database=str(self._new)), hide_parameters=True, connect_args={"isolation_level": None}
        )
        event.listen(self._engine, "connect", self._prepare)
        event.listen(self._engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
        self.connection = self._engine.connect()

    def keep_rules(self) -> None:
        self.connection.commit()
        driver: Any = self.connection.connection.driver_connection
        driver.execute("PRAGMA foreign_keys=ON")

    def replace(self) -> None:
        self.connection.commit()
        driver: Any = self.connection.connection.driver_connection
        driver.execute("VACUUM INTO ?", (str(self._whole),))
        _sync(self._whole)
        _put_to_rest(self._present)
        os.replace(self._whole, self._present)
        _sync(self._present.parent)

    def close(self) -> None:
        self.connection.close()
        self._engine.dispose()
        self._remove()

    def _prepare(self, connection: Any, _record: object) -> None:
        for pragma in self._WHILE_FILLING:
            connection.execute(f"PRAGMA {pragma}")

    def _remove(self) -> None:
        for path in (self._new, self._whole, self._new.with_name(self._new.name + "-journal")):
            path.unlink(missing_ok=True)


class _NewTables:
    """PostgreSQL: everything in one transaction, which whoever dies takes along."""

    def __init__(self, url: str) -> None:
        self._engine = postgres_engine(url, connections=1)
        self.connection = self._engine.connect()
        self.connection.execute(text("SET LOCAL lock_timeout = '10s'"))
        ours = {*Base.metadata.tables, _SCHEMA_STEP}
        there = [name for name in inspect(self.connection).get_table_names() if name in ours]
        if there:
            self.connection.execute(text("DROP TABLE " + ", ".join(there)))

    def keep_rules(self) -> None:
        """They are kept all along."""

    def replace(self) -> None:
        self.connection.commit()
        self.connection.close()
        with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as tidy:
            # What was deleted again leaves its pages too (P11), and the planner learns what is there.
            tidy.execute(text("VACUUM (FULL, ANALYZE) " + ", ".join(Base.metadata.tables)))

    def close(self) -> None:
        self.connection.close()
        self._engine.dispose()


def _put_to_rest(present: Path) -> None:
    """Leave no log beside the file that is about to be replaced: it would be read into the new one."""
    if not present.exists():
        return
    try:
        with contextlib.closing(sqlite3.connect(present, timeout=5)) as database:
            mode = database.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            raise Refused("Something else has the database open. Close it first; nothing was changed.") from error
        mode = "unreadable"
    if mode not in {"delete", "unreadable"}:
        raise Refused("Something else has the database open. Close it first; nothing was changed.")
    for ending in ("-wal", "-shm", "-journal"):
        present.with_name(present.name + ending).unlink(missing_ok=True)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
