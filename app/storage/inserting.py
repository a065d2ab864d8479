"""INSERT that passes over what is there already: what two ask at once is done once, on both databases."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.storage.tables import Base

MAKERS: Final[Mapping[str, Callable[..., sqlite.Insert | postgresql.Insert]]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}
"""By the dialect's name; for statements that are made once for both."""


def insert_missing(session: Session, table: type[Base], *rows: Mapping[str, Any]) -> None:
    """Add these rows; one that stands in the way of a key stays as it is."""
    if rows:
        make = MAKERS[session.get_bind().dialect.name]
        session.execute(make(table).values([dict(row) for row in rows]).on_conflict_do_nothing())
