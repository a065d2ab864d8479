"""Who uses a house: every command shares it, a restore has it for itself.

SQLite: a lock on a file in the data folder. PostgreSQL: an advisory lock, so that other machines count as well; the
server gives it back when a process dies. A connection that was lost takes its lock with it: `still_held` says so.
"""

import contextlib
import fcntl
import os
import time
from collections.abc import Generator
from pathlib import Path
from typing import Protocol

from sqlalchemy.engine import make_url

from app.basics.errors import Refused
from app.basics.settings import Settings

_FILE = "in-use.lock"
_NUMBER = 7_207_066  # any number of our own, beside that of the jobs' turns
_PAUSE = 0.1


class HouseInUse(Refused):
    """Somebody has it for themselves, or somebody shares what should be for one alone."""


class Lock(Protocol):
    """A share in the house, or all of it."""

    def still_held(self) -> bool:
        """False when it was lost and somebody else has taken the house since."""
        ...


@contextlib.contextmanager
def shared(settings: Settings) -> Generator[Lock]:
    """Use the house beside others; raises HouseInUse while a restore has it."""
    sentence = "This house is being restored just now. Please try again when that has ended."
    with _lock(settings, alone=False, patience=0, sentence=sentence) as lock:
        yield lock


@contextlib.contextmanager
def for_oneself(settings: Settings, *, patience: float = 0) -> Generator[Lock]:
    """Have the house alone, waiting so many seconds for the others to go; raises HouseInUse."""
    sentence = "Something uses this house: a server, a worker or another command. Stop it first; nothing was changed."
    with _lock(settings, alone=True, patience=patience, sentence=sentence) as lock:
        yield lock


@contextlib.contextmanager
def _lock(settings: Settings, *, alone: bool, patience: float, sentence: str) -> Generator[Lock]:
    lock = _FileLock(settings.data, alone) if settings.on_sqlite else _ServerLock(settings.database_url, alone)
    try:
        until = time.monotonic() + patience
        while not lock.taken():
            if time.monotonic() >= until:
                raise HouseInUse(sentence)
            time.sleep(_PAUSE)
        yield lock
    finally:
        lock.close()


class _FileLock:
    """flock(2): goes with the process, however it ends."""

    def __init__(self, data: Path, alone: bool) -> None:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._handle = os.open(data / _FILE, os.O_RDWR | os.O_CREAT, 0o600)
        self._kind = fcntl.LOCK_EX if alone else fcntl.LOCK_SH

    def taken(self) -> bool:
        try:
            fcntl.flock(self._handle, self._kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def still_held(self) -> bool:
        return True

    def close(self) -> None:
        os.close(self._handle)


class _ServerLock:
    """PostgreSQL's advisory lock on a connection of its own."""

    def __init__(self, url: str, alone: bool) -> None:
        import psycopg  # takes long to load, and on SQLite nobody needs it

        self._driver = psycopg
        self._address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        self._question = f"SELECT pg_try_advisory_lock{'' if alone else '_shared'}({_NUMBER})"
        self._connection = psycopg.connect(self._address, autocommit=True)

    def taken(self) -> bool:
        row = self._connection.execute(self._question.encode()).fetchone()
        return row is not None and bool(row[0])

    def still_held(self) -> bool:
        """Also True while the database does not answer: nobody else can take anything there then."""
        try:
            self._connection.execute("SELECT 1")
            return True
        except self._driver.Error:
            self._connection.close()
        try:
            self._connection = self._driver.connect(self._address, autocommit=True)
            return self.taken()
        except self._driver.Error:
            return True

    def close(self) -> None:
        """Let go at once: that a connection is gone, the server may notice a moment later."""
        with contextlib.suppress(self._driver.Error):
            self._connection.execute("SELECT pg_advisory_unlock_all()")
        self._connection.close()
