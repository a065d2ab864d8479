"""Deleting much, a little at a time: a sweep never holds the writer for long."""

from typing import Any

from sqlalchemy import ColumnElement, CursorResult, delete, inspect, select, tuple_
from sqlalchemy.orm import Session

from app.storage.tables import Base

MOST_AT_ONCE = 500


def delete_some(session: Session, model: type[Base], *where: ColumnElement[bool], most: int = MOST_AT_ONCE) -> bool:
    """Delete at most so many of the rows; whether there may be more, so that the sweep comes again at once."""
    key = inspect(model).primary_key
    some = select(*key).where(*where).limit(most)
    found: ColumnElement[Any] = key[0] if len(key) == 1 else tuple_(*key)
    done = session.execute(delete(model).where(found.in_(some)), execution_options={"synchronize_session": False})
    return isinstance(done, CursorResult) and done.rowcount >= most
