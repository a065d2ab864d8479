"""Takes what was deleted out of the bytes on the disk (P11).

SQLite with `secure_delete` overwrites what is deleted, in the page it lay in. Two places keep copies: the write-ahead
log, which is emptied every minute, and the unused gap of a page whose neighbours were shifted about, which only writing
the whole file anew removes. Its index of words (FTS5) keeps deleted ones until parts of it are merged, so it is made
anew from what stands. PostgreSQL marks rows as dead; its plain VACUUM leaves their bytes in the page, so the
tables are written anew as well, and its statistics keep no examples of texts. A small database is written anew within
the hour, a large one within a day, a huge one within a week. What a disk keeps of files that were removed, PostgreSQL's
own log and its archives are beyond this.
"""

import logging
from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, Final

from app.storage.database import Database

log = logging.getLogger("parasol.scrubbing")

SMALL: Final = 64 * 1024 * 1024
HUGE: Final = 1024 * 1024 * 1024
_PATIENCE: Final = 250  # milliseconds that readers may keep the log from being emptied before it is put off
_PUT_OFF_TOO_OFTEN: Final = 60

_INDEXES_OF_WORDS = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL TABLE % USING fts5(%'"
)
_CHANGED = """
SELECT relname, n_tup_upd + n_tup_del, pg_total_relation_size(relid)
FROM pg_stat_user_tables WHERE schemaname = current_schema()
"""
_SOMEBODY_IS_READING = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND xact_start IS NOT NULL AND pid <> pg_backend_pid()
"""

_SAMPLED = """
SELECT c.relname, a.attname
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_type t ON t.oid = a.atttypid
WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace AND a.attnum > 0 AND NOT a.attisdropped
  AND (t.typname IN ('text', 'bytea', 'tsvector') OR (t.typname = 'varchar' AND a.atttypmod > 24))
  AND coalesce(a.attstattarget, -1) <> 0
"""


class Scrubber:
    """One a process. Both chores may be called at any time, and do nothing where nothing was deleted."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._seen: dict[str, object] = {}
        self._written_anew: dict[str, datetime] = {}
        self._put_off = 0

    async def empty_log(self, now: datetime) -> bool:
        """Every minute: SQLite's log into the file, and the log's file cut to nothing. False when readers held it."""
        if not self._database.on_sqlite:
            return True
        emptied = await self._database.alone(_empty_log)
        self._put_off = 0 if emptied else self._put_off + 1
        if self._put_off >= _PUT_OFF_TOO_OFTEN:
            log.warning("the database's log could not be emptied for an hour: something reads for very long")
            self._put_off = 0
        return emptied

    async def write_anew(self, now: datetime) -> None:
        """Every hour: what has lost or changed rows since is written anew, large things less often."""
        await self._database.alone(self._sqlite if self._database.on_sqlite else self._postgres, now)

    def _sqlite(self, connection: Any, now: datetime) -> None:
        changed = (connection.total_changes, _one(connection, "PRAGMA data_version"))
        size = _one(connection, "PRAGMA page_count") * _one(connection, "PRAGMA page_size")
        if self._is_due("", changed, size, now):
            with _room_beside_the_file(connection, size):
                _index_anew(connection)
                connection.execute("VACUUM")
            _empty_log(connection)
            self._is_done("", (connection.total_changes, _one(connection, "PRAGMA data_version")), now)

    def _postgres(self, connection: Any, now: datetime) -> None:
        connection.execute("SET lock_timeout = '2s'")
        try:
            keep_no_samples(connection)
            for table, changed, size in connection.execute(_CHANGED).fetchall():
                if self._is_due(table, changed, size, now):
                    self._write_table(connection, table, changed, now)
        finally:
            connection.execute("SET lock_timeout = DEFAULT")

    def _write_table(self, connection: Any, table: str, changed: object, now: datetime) -> None:
        from psycopg import errors, sql  # takes long to load, and on SQLite nobody needs it

        somebody_reads = _one(connection, _SOMEBODY_IS_READING)
        try:
            connection.execute(sql.SQL("VACUUM (FULL) {}").format(sql.Identifier(table)))
        except errors.LockNotAvailable:
            log.info("table %s is in use and will be written anew later", table)
            return
        # Whoever reads now may still see dead rows, which were copied then: it is not over.
        self._is_done(table, None if somebody_reads else changed, now)

    def _is_due(self, name: str, changed: object, size: int, now: datetime) -> bool:
        if not changed or self._seen.get(name) == changed:
            return False
        last = self._written_anew.get(name)
        return last is None or not last <= now < last + rest_after(size)

    def _is_done(self, name: str, changed: object, now: datetime) -> None:
        self._seen[name], self._written_anew[name] = changed, now


def rest_after(size: int) -> timedelta:
    """How long something of so many bytes is left alone after it was written anew, since that takes long."""
    if size <= SMALL:
        return timedelta(minutes=30)
    return timedelta(days=1) if size <= HUGE else timedelta(days=7)


def keep_no_samples(connection: Any) -> None:
    """PostgreSQL's statistics hold examples of what people wrote, also when the row is gone: no more of that."""
    from psycopg import sql  # as above

    for table, column in connection.execute(_SAMPLED).fetchall():
        statement = sql.SQL("ALTER TABLE {} ALTER COLUMN {} SET STATISTICS 0")
        connection.execute(statement.format(sql.Identifier(table), sql.Identifier(column)))


def _index_anew(connection: Any) -> None:
    """Merging alone would leave an index of one part as it is, with what was deleted in it."""
    for (name,) in connection.execute(_INDEXES_OF_WORDS).fetchall():
        connection.execute(f"INSERT INTO {name} ({name}) VALUES ('rebuild')")


def _empty_log(connection: Any) -> bool:
    before = _one(connection, "PRAGMA busy_timeout")
    connection.execute(f"PRAGMA busy_timeout={_PATIENCE}")
    try:
        return _one(connection, "PRAGMA wal_checkpoint(TRUNCATE)") == 0
    finally:
        connection.execute(f"PRAGMA busy_timeout={before}")


@contextmanager
def _room_beside_the_file(connection: Any, size: int) -> Generator[None]:
    """What is written anew goes through memory; a large database through a nameless file in the data folder."""
    if size <= SMALL:
        yield
        return
    folder = str(_row(connection, "PRAGMA database_list")[2]).rpartition("/")[0].replace("'", "''")
    connection.execute("PRAGMA temp_store=FILE")
    connection.execute(f"PRAGMA temp_store_directory='{folder}'")
    try:
        yield
    finally:
        connection.execute("PRAGMA temp_store_directory=''")
        connection.execute("PRAGMA temp_store=MEMORY")


def _one(connection: Any, question: str) -> Any:
    return _row(connection, question)[0]


def _row(connection: Any, question: str) -> Any:
    return connection.execute(question).fetchone()
