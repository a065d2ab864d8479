"""Taking a backup: everything in the database as it is at one moment, and the files that it names."""

import contextlib
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, MetaData, Table, select

from app.basics.settings import Settings
from app.storage.backup import frames
from app.storage.backup.frames import File, Head, PackedRows, Tally
from app.storage.engines import postgres_engine, sqlite_engine
from app.storage.house import House
from app.storage.tables import Base, to_millis

PROBE = b"this house's own key"
PROBE_PURPOSE = "backup probe"

_PORTION = 256 * 1024  # bytes of rows a frame
_FETCHED = 50  # rows from the server at once: some hold a megabyte


@dataclass(frozen=True)
class Files:
    """Which files the rows of a moment name, and whether one of them is still named now."""

    named: Callable[[Connection], Iterable[str]]
    is_named_now: Callable[[str], bool]


@dataclass
class Taken:
    """What went into a backup, counted while it is made. `lost`: files that rows name and that are not there."""

    rows: int = 0
    files: int = 0
    deleted_meanwhile: list[str] = field(default_factory=list[str])
    lost: int = 0


def snapshot(house: House, files: Files, taken: Taken, *, revision: str, now: datetime) -> Iterator[bytes]:
    """The plain stream of a backup, piece by piece; one read transaction lasts for as long as it is read.

    A file that was deleted meanwhile is left out and named in the tail: what it belonged to was deleted by a person,
    and is deleted again when the backup is restored.
    """
    settings, key = house.settings, house.key
    with _one_moment(settings) as connection:
        tables = _tables(connection)
        columns = {str(table.name): [str(column.name) for column in table.columns] for table in tables}
        probe = key.seal(PROBE, PROBE_PURPOSE)
        head = frames.pack(Head(frames.FORMAT, revision, to_millis(now), settings.origin, probe, columns))
        tally = Tally()
        yield frames.MAGIC + frames.framed(head)
        for table in tables:
            yield from _rows(connection, table, tally)
        for name in files.named(connection):
            yield from _file(house, files, name, tally, taken)
        taken.rows, taken.files = sum(each.count for each in tally.tables.values()), tally.files.count
        yield frames.framed(frames.pack(tally.tail(head, taken.deleted_meanwhile, key)))


@contextlib.contextmanager
def _one_moment(settings: Settings) -> Generator[Connection]:
    """A connection that sees one moment for as long as it is open, whatever others write."""
    if settings.on_sqlite:
        engine = sqlite_engine(settings.database_url, writes=False, connections=1)
        connection = engine.connect()
    else:
        engine = postgres_engine(settings.database_url, connections=1)
        connection = engine.connect().execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    try:
        with connection:
            yield connection
    finally:
        engine.dispose()


def _tables(connection: Connection) -> list[Table]:
    """Our tables as the database has them, plain types and all, those that others point at first.

    What is made anew from the others after a restore stays out.
    """
    kept = {name for name, table in Base.metadata.tables.items() if not table.info.get("made_anew")}
    known = MetaData()
    known.reflect(connection, only=lambda name, _: name in kept)
    return known.sorted_tables


def _rows(connection: Connection, table: Table, tally: Tally) -> Iterator[bytes]:
    """The rows of a table in frames of a bounded size; an empty table has none."""
    tally.rows(str(table.name), 0, b"")
    waiting, size = list[msgspec.Raw](), 0
    for row in connection.execution_options(yield_per=_FETCHED).execute(select(table)):
        packed = msgspec.msgpack.encode(tuple(row))
        waiting.append(msgspec.Raw(packed))
        size += len(packed)
        if size >= _PORTION:
            yield _framed(str(table.name), waiting, tally)
            waiting, size = [], 0
    if waiting:
        yield _framed(str(table.name), waiting, tally)


def _framed(table: str, rows: list[Any], tally: Tally) -> bytes:
    packed = frames.pack(PackedRows(table, rows))
    tally.rows(table, len(rows), packed)
    return frames.framed(packed)


def _file(house: House, files: Files, name: str, tally: Tally, taken: Taken) -> Iterator[bytes]:
    content = house.blobs.get_now(name)
    if content is not None:
        packed = frames.pack(File(name, content))
        tally.file(packed)
        yield frames.framed(packed)
    elif files.is_named_now(name):
        taken.lost += 1  # damage from before: what is still there is worth keeping
    else:
        taken.deleted_meanwhile.append(name)
