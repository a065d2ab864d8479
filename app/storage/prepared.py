"""The hottest statements, compiled once and run straight on the driver's connection."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import CompoundSelect, Delete
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import ReturningDelete

from app.storage.among import Ids
from app.storage.tables import AnySelect

DRIVER = "driver_connection"
Statement = AnySelect | CompoundSelect[*tuple[Any, ...]] | Delete | ReturningDelete[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Ready:
    """For one dialect. `order`: of the parameters, where they have no names. `lists`: those that are lists of ids."""

    dialect: str
    sql: str
    order: tuple[str, ...] | None
    fixed: dict[str, Any]
    lists: tuple[str, ...]

    def asked(self, given: dict[str, Any]) -> tuple[str, dict[str, Any] | tuple[Any, ...]]:
        """The statement as the driver takes it, with these parameters."""
        values = {**self.fixed, **given}
        for name in self.lists:
            values[name] = Ids.for_driver(values[name], self.dialect)
        return self.sql, values if self.order is None else tuple([values[name] for name in self.order])


class Prepared:
    """A SELECT or DELETE whose parameters are `bindparam`s, compiled once for each dialect.

    Rows are the driver's own tuples: moments are milliseconds, booleans may be 0 and 1. A list of ids is given with
    `among`, never with `IN`; literals that need a type's help cannot be parameters.
    """

    def __init__(self, build: Callable[[], Statement]) -> None:
        self._build = build
        self._compiled: dict[str, Ready] = {}

    def rows(self, session: Session, **given: Any) -> list[tuple[Any, ...]]:
        """What it finds, or returns, with these parameters. On the event loop the session's own connection is used."""
        return self._ran(session, given).fetchall()

    def run(self, session: Session, **given: Any) -> None:
        """The same for a DELETE that returns nothing. Rows that the session holds already do not learn of it."""
        self._ran(session, given)

    def _ran(self, session: Session, given: dict[str, Any]) -> Any:
        driver = session.info.get(DRIVER)
        if driver is None:
            if session.autoflush:  # as the ORM's own SELECTs do: what was added before must be seen
                session.flush()
            driver = cast(Any, session.connection().connection.driver_connection)
        return driver.execute(*self._for(session.get_bind().dialect).asked(given))

    def _for(self, dialect: Dialect) -> Ready:
        ready = self._compiled.get(dialect.name)
        if ready is None:
            compiled = self._build().compile(dialect=dialect)
            if "POSTCOMPILE" in compiled.string:
                raise TypeError("a prepared statement cannot hold a list: give it with `among`")
            order = tuple(compiled.positiontup) if compiled.positiontup else None
            fixed = {name: bind.effective_value for name, bind in compiled.binds.items() if not bind.required}
            lists = tuple(name for name, bind in compiled.binds.items() if isinstance(bind.type, Ids))
            ready = self._compiled[dialect.name] = Ready(dialect.name, compiled.string, order, fixed, lists)
        return ready
