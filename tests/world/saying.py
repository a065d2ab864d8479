"""What is said to the database: every value that a statement carries, whether or not it stands in a row afterwards.

What was in a row for a moment stays on PostgreSQL's disk until VACUUM, and in its log.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from app.storage.house import House


@contextmanager
def said_to_the_database(house: House) -> Iterator[list[str]]:
    """All values of what this house writes through SQLAlchemy meanwhile, as Python shows them."""
    said: list[str] = []

    def note(_connection: Any, _cursor: Any, _statement: str, parameters: Any, _context: Any, _many: bool) -> None:
        said.append(repr(parameters))

    event.listen(house.database.engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(house.database.engine, "before_cursor_execute", note)
