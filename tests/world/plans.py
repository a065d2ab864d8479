"""How the database reads what is asked of it."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import event, text
from sqlalchemy.orm import Session

from tests.world.prepared import heard_prepared


def plans_of(session: Session, kind: str, ask: Callable[[Session], object]) -> list[str]:
    """Its plan for each SELECT of `ask`; PostgreSQL would scan the empty tables of a test if it were let."""
    if kind == "postgres":
        session.execute(text("SET LOCAL enable_seqscan = off"))
    said = _said(session, ask)
    how = "EXPLAIN QUERY PLAN " if kind == "sqlite" else "EXPLAIN "
    driver = session.connection().connection.driver_connection
    assert driver is not None
    explained = (driver.execute(how + sql, given).fetchall() for sql, given in said)
    return ["\n".join(str(row[-1]) for row in rows) for rows in explained]


def _said(session: Session, ask: Callable[[Session], object]) -> list[tuple[str, Any]]:
    """Every statement with its parameters, through SQLAlchemy and prepared."""
    said: list[tuple[str, Any]] = []

    def listen(_c: object, _d: object, sql: str, given: object, *_more: object) -> None:
        said.append((sql, given))

    connection = session.connection()
    event.listen(connection, "before_cursor_execute", listen)
    with heard_prepared(lambda sql, given: said.append((sql, given))):
        ask(session)
    event.remove(connection, "before_cursor_execute", listen)
    return said
