"""What the present database hands on to the one that takes its place, such as what was deleted since (P11)."""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from app.basics.errors import Refused
from app.basics.settings import Settings
from app.storage.engines import postgres_engine, sqlite_engine

Present = Mapping[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class HandedOn:
    """Rows of a table: those with these values, without the columns that are numbered anew."""

    table: str
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    without: tuple[str, ...] = ()
    most: int | None = None


def present_rows(settings: Settings, wanted: Sequence[HandedOn], knows: Callable[[str], bool]) -> Present | None:
    """These rows by table; None where there is no database, or an empty or an unreadable one.

    Raises Refused for one with a newer schema, since what it holds cannot be known here.
    """
    engine = _engine(settings)
    if engine is None:
        return None
    try:
        with engine.connect() as connection:
            return _rows(connection, wanted, knows)
    except (SQLAlchemyError, sqlite3.DatabaseError):
        if not settings.on_sqlite:
            raise
        return None
    finally:
        engine.dispose()


def _engine(settings: Settings) -> Engine | None:
    if not settings.on_sqlite:
        return postgres_engine(settings.database_url, connections=1)
    there = Path(make_url(settings.database_url).database or "").exists()
    return sqlite_engine(settings.database_url, writes=False, connections=1) if there else None


def _rows(connection: Connection, wanted: Sequence[HandedOn], knows: Callable[[str], bool]) -> Present | None:
    known = MetaData()
    names = {each.table for each in wanted}
    known.reflect(connection, only=lambda name, _: name in {*names, "alembic_version"})
    if "alembic_version" not in known.tables:
        return None
    step = connection.scalar(text("SELECT version_num FROM alembic_version"))
    if step is not None and not knows(step):
        raise Refused("The database here was made by a newer version of Parasol. Update this one first.")
    return {each.table: _of_one(connection, known, each) for each in wanted if each.table in known.tables}


def _of_one(connection: Connection, known: MetaData, wanted: HandedOn) -> list[dict[str, Any]]:
    table = known.tables[wanted.table]
    query = select(*(column for column in table.columns if column.name not in wanted.without)).limit(wanted.most)
    for name, values in wanted.where.items():
        query = query.where(table.columns[name].in_(values))
    return [dict(row._mapping) for row in connection.execute(query)]  # pyright: ignore[reportPrivateUsage]
