"""Triggers by which the database itself refuses what no code may do, alike on SQLite and PostgreSQL.

A trigger binds every client of the database but not its owner, who can drop it. PostgreSQL keeps a trigger's function
when its table is dropped, as a restore does: it is replaced where it is there already.
"""

import pkgutil
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module

from alembic import op
from sqlalchemy import Connection, text

from migrations import versions


@dataclass(frozen=True, slots=True)
class Guard:
    """One refusal. `act`: INSERT, UPDATE or DELETE, for UPDATE of `columns` alone where there are any.

    `when`: SQL over NEW and OLD (subqueries too) that both databases understand; empty for always. Two values that may
    be missing are compared with IS DISTINCT FROM. A table whose rows are never deleted is not truncated either.
    """

    name: str
    table: str
    act: str
    says: str
    when: str = ""
    columns: Sequence[str] = ()

    @property
    def _event(self) -> str:
        return f"{self.act} OF {', '.join(self.columns)}" if self.columns else self.act

    def set(self) -> None:
        """Create it."""
        for statement in self._for_sqlite() if _on_sqlite() else self._for_postgres():
            op.execute(statement)

    def take_away(self) -> None:
        if _on_sqlite():
            op.execute(f"DROP TRIGGER {self.name}")
        else:
            op.execute(f"DROP TRIGGER {self.name} ON {self.table}")
            op.execute(f"DROP TRIGGER IF EXISTS {self.name}_all ON {self.table}")
            op.execute(f"DROP FUNCTION {self.name}()")

    def _for_sqlite(self) -> Sequence[str]:
        # SQLite has its own word for it, and knows the standard's since 3.39 alone.
        when = f"WHEN {self.when.replace('IS DISTINCT FROM', 'IS NOT')} " if self.when else ""
        return (
            f"CREATE TRIGGER {self.name} BEFORE {self._event} ON {self.table} {when}"
            f"BEGIN SELECT RAISE(ABORT, '{self.says}'); END",
        )

    def _for_postgres(self) -> Sequence[str]:
        refusal = f"RAISE EXCEPTION '{self.says}' USING ERRCODE = 'integrity_constraint_violation';"
        body = f"IF {self.when} THEN {refusal} END IF;" if self.when else refusal
        row = "OLD" if self.act == "DELETE" else "NEW"
        all_at_once = (
            f"CREATE TRIGGER {self.name}_all BEFORE TRUNCATE ON {self.table} EXECUTE FUNCTION {self.name}()",
        )
        return (
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql "
            f"AS $$ BEGIN {body} RETURN {row}; END $$",
            f"CREATE TRIGGER {self.name} BEFORE {self._event} ON {self.table} "
            f"FOR EACH ROW EXECUTE FUNCTION {self.name}()",
            *(all_at_once if self.act == "DELETE" and not self.when else ()),
        )


def only_added(table: str, keys: Sequence[str], says: str) -> tuple[Guard, ...]:
    """Rows of this table, with those primary keys, are never changed, removed or replaced (`INSERT OR REPLACE`)."""
    same = " AND ".join(f"{key} = NEW.{key}" for key in keys)
    return (
        Guard(f"{table}_unchanged", table, "UPDATE", says),
        Guard(f"{table}_unremoved", table, "DELETE", says),
        Guard(f"{table}_unreplaced", table, "INSERT", says, f"EXISTS (SELECT 1 FROM {table} WHERE {same})"),
    )


def names_wanted() -> set[str]:
    """The guards that the newest schema has: each step lists those that it sets as `GUARDS`."""
    found: set[str] = set()
    for step in pkgutil.iter_modules(versions.__path__, f"{versions.__name__}."):
        found |= {guard.name for guard in getattr(import_module(step.name), "GUARDS", ())}
    return found


def names_here(connection: Connection) -> set[str]:
    """The triggers that this database has."""
    sqlite = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    postgres = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    return set(connection.scalars(text(sqlite if connection.dialect.name == "sqlite" else postgres)))


def _on_sqlite() -> bool:
    return op.get_context().dialect.name == "sqlite"
