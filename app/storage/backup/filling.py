"""Rows of a backup into fresh tables, whichever kind of database they came from."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, ForeignKeyConstraint, MetaData, Table, insert, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.schema import AddConstraint, DropConstraint

from app.storage.backup import guards
from app.storage.backup.frames import BackupRefused, Head, Rows

_BROKEN = "The backup holds rows that do not belong together. Nothing was changed."


class Fresh:
    """The tables of one schema, empty. Rows may come in any order; `tie` then proves that all of them hang together."""

    def __init__(self, connection: Connection, head: Head) -> None:
        self._connection = connection
        self._columns = head.tables
        self._tables = _reflected(connection, head.tables)
        for name, columns in head.tables.items():
            if name not in self._tables or not set(columns) <= set(self._tables[name].columns.keys()):
                raise BackupRefused("The backup holds tables that its own schema does not have. Nothing was changed.")
        for link in self._links():
            connection.execute(DropConstraint(link))
        self._guards = guards.lay_down(connection)

    def take(self, frame: Rows) -> None:
        """Write one portion."""
        names = self._columns[frame.table]
        rows = [dict(zip(names, row, strict=True)) for row in frame.rows]
        try:
            self._connection.execute(insert(self._tables[frame.table]), rows)
        except (IntegrityError, DataError) as error:
            raise BackupRefused(_BROKEN) from error

    def tie(self) -> None:
        """Every row points at one that is there; and the next number of each table follows those that are."""
        guards.put_up_again(self._connection, self._guards)
        if self._connection.dialect.name == "sqlite":
            if self._connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                raise BackupRefused(_BROKEN)
            return
        try:
            for link in self._links():
                self._connection.execute(AddConstraint(link))
        except IntegrityError as error:
            raise BackupRefused(_BROKEN) from error
        for table in self._tables.values():
            _go_on_counting(self._connection, table)

    def _links(self) -> list[ForeignKeyConstraint]:
        """PostgreSQL would check each row as it comes; SQLite is told not to by its connection."""
        if self._connection.dialect.name == "sqlite":
            return []
        return [link for table in self._tables.values() for link in table.foreign_key_constraints]


def add_missing(connection: Connection, table: str, rows: list[dict[str, Any]]) -> None:
    """Add rows of which the keys are not there yet; columns that this table does not have are left out."""
    target = _reflected(connection, [table])[table]
    known = [{name: value for name, value in row.items() if name in target.columns} for row in rows]
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    if known:
        connection.execute(dialect.insert(target).on_conflict_do_nothing(), known)


def _reflected(connection: Connection, names: Collection[str]) -> dict[str, Table]:
    known = MetaData()
    known.reflect(connection, only=lambda name, _: name in names)
    return dict(known.tables)


def _go_on_counting(connection: Connection, table: Table) -> None:
    """A table that numbers its own rows on PostgreSQL goes on after the highest."""
    keys = list(table.primary_key.columns)
    if len(keys) != 1 or keys[0].server_default is None:
        return
    name, column = table.name, keys[0].name
    connection.execute(
        text(
            f"SELECT setval(pg_get_serial_sequence('{name}', '{column}'), "
            f"(SELECT coalesce(max({column}), 0) + 1 FROM {name}), false)"
        )
    )
