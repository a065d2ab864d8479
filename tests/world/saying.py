"""What is said to the database: every value that a statement carries, whether or not it stands in a row afterwards.

What was in a row for a moment stays on PostgreSQL's disk until VACUUM, and in its log.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from app.storage.house import House
from tests.world.prepared import heard_prepared


@contextmanager
def said_to_the_database(house: House, *, reading: bool = False) -> Iterator[list[str]]:
    """All values of what this house writes through SQLAlchemy meanwhile, as Python shows them; or of what it reads."""
    said: list[str] = []

    def note(_connection: Any, _cursor: Any, _statement: str, parameters: Any, _context: Any, _many: bool) -> None:
        said.append(repr(_shown(parameters)))

    engine = house.database._reading if reading else house.database.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        with heard_prepared(lambda _sql, parameters: said.append(repr(_shown(parameters)))):
            yield said
    finally:
        event.remove(engine, "before_cursor_execute", note)


def _shown(value: Any) -> Any:
    """Bytes go to SQLite wrapped, and would be shown as an address."""
    match value:
        case memoryview():
            return bytes(value)
        case dict():
            return {name: _shown(each) for name, each in value.items()}
        case list() | tuple():
            return [_shown(each) for each in value]
        case _:
            return value
