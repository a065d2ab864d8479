"""Triggers that refuse (`migrations.guards`) stay out of the way while rows come in any order, and stand again after.

The rows of a backup were let in by the same guards when they were made.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, text

# The triggers that keep the index of words in step are no guards: they are wanted while rows come.
_ON_SQLITE = text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%RAISE(ABORT%'")
_ON_POSTGRES = text("SELECT tgname, CAST(CAST(tgrelid AS regclass) AS text) FROM pg_trigger WHERE NOT tgisinternal")


@dataclass(frozen=True, slots=True)
class Guard:
    """`made_by`: what makes it on SQLite; on PostgreSQL the table that it stands over."""

    name: str
    made_by: str


def lay_down(connection: Connection) -> Sequence[Guard]:
    """Let everything in from now on; what stood is given back."""
    on_sqlite = connection.dialect.name == "sqlite"
    found = [Guard(*row) for row in connection.execute(_ON_SQLITE if on_sqlite else _ON_POSTGRES)]
    for guard in found:
        if on_sqlite:
            connection.exec_driver_sql(f"DROP TRIGGER {guard.name}")
        else:
            connection.exec_driver_sql(f"ALTER TABLE {guard.made_by} DISABLE TRIGGER {guard.name}")
    return found


def put_up_again(connection: Connection, guards: Sequence[Guard]) -> None:
    """As they stood."""
    for guard in guards:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql(guard.made_by)
        else:
            connection.exec_driver_sql(f"ALTER TABLE {guard.made_by} ENABLE TRIGGER {guard.name}")
