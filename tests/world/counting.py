"""What a request costs where it could tell something: the runs of argon2id, and every statement a driver was given.

Counted at the drivers, so that what goes around SQLAlchemy (`Prepared`) is counted as well.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import psycopg
import pytest
from sqlalchemy import event

from app.accounts import secrets
from app.storage.house import House
from app.storage.prepared import DRIVER

_VALUES = re.compile(r"[xX]?'(?:[^']|'')*'|\b\d+(?:\.\d+)?\b")
# Which requests share a commit is chance, and SQLite's writer may close one after the answer has gone.
_BRACKETS = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


@dataclass
class Cost:
    """Statements with their values taken out, in their order; how often a passphrase was hashed."""

    statements: list[str] = field(default_factory=list)
    hashings: int = 0
    _last: str = ""

    def note(self, statement: object) -> None:
        text = statement.decode() if isinstance(statement, bytes) else str(statement)
        # Where rows go along with the one that was deleted, SQLite tells of the DELETE once more; nobody gave it twice.
        goes_along = text.startswith("DELETE") and text == self._last
        self._last = text
        if not text.startswith(_BRACKETS) and not goes_along:
            self.statements.append(_VALUES.sub("?", text))


@contextmanager
def counted(house: House) -> Iterator[Cost]:
    """Everything that this house asks of its database meanwhile, and every hashing."""
    cost = Cost()
    with pytest.MonkeyPatch.context() as patch:
        _count_hashings(patch, cost)
        if house.database.on_sqlite:
            with _traced(house, cost):
                yield cost
        else:
            for name in ("execute", "executemany"):
                patch.setattr(psycopg.Cursor, name, _noting(getattr(psycopg.Cursor, name), cost))
            yield cost


def _count_hashings(patch: pytest.MonkeyPatch, cost: Cost) -> None:
    run = secrets.hash_secret_raw

    def counted_run(*given: Any) -> bytes:
        cost.hashings += 1
        return run(*given)

    patch.setattr(secrets, "hash_secret_raw", counted_run)


@contextmanager
def _traced(house: House, cost: Cost) -> Iterator[None]:
    """Connections are traced when they leave their pool; that of the event loop stays outside it."""
    database = house.database
    engines = {database.engine, database._reading}
    seen: list[Any] = []

    def trace(connection: Any, *_: object) -> None:
        connection.set_trace_callback(cost.note)
        seen.append(connection)

    for engine in engines:
        event.listen(engine, "checkout", trace)
    if database._on_loop is not None:
        trace(database._on_loop.info[DRIVER])
    try:
        yield
    finally:
        for engine in engines:
            event.remove(engine, "checkout", trace)
        for connection in seen:
            connection.set_trace_callback(None)


def _noting(run: Callable[..., Any], cost: Cost) -> Callable[..., Any]:
    def noted(self: Any, query: object, *given: Any, **more: Any) -> Any:
        cost.note(query)
        return run(self, query, *given, **more)

    return noted
