"""Opening a house for a command, at the newest schema or with a sentence that says what to do."""

import contextlib
import fcntl
from collections.abc import Generator
from pathlib import Path

from app.basics.errors import Refused
from app.basics.settings import Settings, load
from app.storage.house import House


@contextlib.contextmanager
def opened(settings: Settings | None = None, *, migrating: bool | None = None) -> Generator[House]:
    """The house; on the embedded default its schema is brought up to date first."""
    from migrations import run, tables

    settings = settings or load()
    tables.must_be_known()
    house = House.opened(settings)
    try:
        if settings.on_sqlite if migrating is None else migrating:
            run.migrate(house.database.engine)
        elif run.standing(house.database.engine) != run.newest():
            raise Refused("The database has an older schema. Run: parasol migrate")
        yield house
    finally:
        house.close()


@contextlib.contextmanager
def alone(data: Path) -> Generator[None]:
    """SQLite is for one serving process: refuse the second."""
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (data / "serving.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused(f"Another process serves this data folder already: {data}") from None
        yield
