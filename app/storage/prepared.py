"""The hottest SELECTs, compiled once and run straight on the driver's connection."""

from collections.abc import Callable
from typing import Any, cast

from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Session

from app.storage.tables import AnySelect

DRIVER = "driver_connection"


class Prepared:
    """A SELECT whose parameters are `bindparam`s, compiled once for each dialect.

    Rows are the driver's own tuples: moments are milliseconds, booleans may be 0 and 1. Neither lists (`IN`) nor
    literals that need a type's help can be parameters.
    """

    def __init__(self, build: Callable[[], AnySelect]) -> None:
        self._build = build
        self._compiled: dict[str, tuple[str, tuple[str, ...] | None, dict[str, Any]]] = {}

    def rows(self, session: Session, **given: Any) -> list[tuple[Any, ...]]:
        """Run it with these parameters. On the event loop the session's own driver connection is used."""
        driver = session.info.get(DRIVER)
        if driver is None:
            if session.autoflush:  # as the ORM's own SELECTs do: what was added before must be seen
                session.flush()
            driver = cast(Any, session.connection().connection.driver_connection)
        sql, order, fixed = self._for(session.get_bind().dialect)
        values = {**fixed, **given}
        parameters = values if order is None else tuple(values[name] for name in order)
        return driver.execute(sql, parameters).fetchall()

    def _for(self, dialect: Dialect) -> tuple[str, tuple[str, ...] | None, dict[str, Any]]:
        ready = self._compiled.get(dialect.name)
        if ready is None:
            compiled = self._build().compile(dialect=dialect)
            if "POSTCOMPILE" in compiled.string:
                raise TypeError("a prepared SELECT cannot hold a list: write the alternatives out")
            order = tuple(compiled.positiontup) if compiled.positiontup else None
            fixed = {name: bind.effective_value for name, bind in compiled.binds.items() if not bind.required}
            ready = self._compiled[dialect.name] = (compiled.string, order, fixed)
        return ready
