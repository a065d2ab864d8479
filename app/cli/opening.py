"""Opening a house for a command, at the newest schema or with a sentence that says what to do."""

import contextlib
import fcntl
from collections.abc import Generator
from pathlib import Path

from app.accounts import house_key
from app.basics.errors import Refused
from app.basics.settings import Settings, load
from app.cli.watching import watched
from app.storage import Database, key_file, locks
from app.storage.backup import leftovers
from app.storage.house import House


@contextlib.contextmanager
def opened(settings: Settings | None = None, *, migrating: bool | None = None) -> Generator[House]:
    """The house, for use beside others; on the embedded default its schema is brought up to date first."""
    settings = settings or load()
    _tidy_up(settings)
    with locks.shared(settings), _with_its_key(settings, migrating) as house:
        yield house


@contextlib.contextmanager
def kept_open(settings: Settings) -> Generator[House]:
    """The same for a process that stays: it ends by itself when the key is to be forgotten."""
    _tidy_up(settings)
    with locks.shared(settings) as lock, _with_its_key(settings, None) as house, watched(house, lock):
        yield house


def _tidy_up(settings: Settings) -> None:
    if leftovers.may_be_there(settings):
        from app.cli import restore

        restore.finish_interrupted(settings)


@contextlib.contextmanager
def _with_its_key(settings: Settings, migrating: bool | None) -> Generator[House]:
    with schema_brought_up(settings, migrating) as database:
        must_have_its_key(settings, database)
    house = House.opened(settings)
    try:
        if not house.database.read_now(house_key.opens, house.key):
            raise Refused(f"The key in {settings.key_file} is not the one that this house was made with.")
        yield house
    finally:
        house.close()


@contextlib.contextmanager
def schema_brought_up(settings: Settings, migrating: bool | None = None) -> Generator[Database]:
    """The database at the newest schema, before anybody asks for the key."""
    from migrations import run, tables

    tables.must_be_known()
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    database = Database(settings)
    try:
        if settings.on_sqlite if migrating is None else migrating:
            run.migrate(database.engine)
        elif run.standing(database.engine) != run.newest():
            raise Refused("The database has an older schema. Run: parasol migrate")
        yield database
    finally:
        database.close()


def must_have_its_key(settings: Settings, database: Database) -> None:
    """A house that was made with a key starts with that key or not at all: a new one would open nothing."""
    if not database.read_now(house_key.house_is_founded):
        return
    alarm = database.read_now(house_key.forgotten_at)
    if alarm is not None:
        key_file.forget(settings.key_file)  # this machine may not have heard of it yet
        raise Refused(
            f"The key of this house was forgotten on purpose (parasol panic) on {alarm:%d %B %Y at %H:%M} UTC. "
            "Bring it back from where you keep it: parasol key import"
        )
    if key_file.read(settings.key_file) is None:
        raise Refused(
            f"The key file {settings.key_file} is not there, and without it nothing that is sealed can be opened. "
            "Bring it back from where you keep it: parasol key import"
        )


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
