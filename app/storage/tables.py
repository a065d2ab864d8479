"""What every table shares: names of constraints, 64-bit ids, moments to the millisecond."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, MetaData, Select, text
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, MappedColumn, mapped_column
from sqlalchemy.types import TypeDecorator

# A SELECT whatever its columns.
AnySelect = Select[*tuple[Any, ...]]

# SQLite makes a 64-bit rowid of INTEGER only; PostgreSQL's INTEGER has 32 bits.
Id = BigInteger().with_variant(Integer(), "sqlite")


class Moment(TypeDecorator[datetime]):
    """An aware UTC datetime, kept as milliseconds since 1970 on both databases."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else to_millis(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        return None if value is None else from_millis(int(value))


def to_millis(moment: datetime) -> int:
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return int(moment.timestamp() * 1000)


def from_millis(millis: int) -> datetime:
    return datetime.fromtimestamp(millis / 1000, UTC)


class Base(DeclarativeBase):
    """The one registry of tables; migrations compare themselves with its metadata."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {int: Id, datetime: Moment}


def key_part(target: str, *, index: bool = False) -> MappedColumn[int]:
    """A column of the primary key that points at another row and goes with it."""
    return mapped_column(
        ForeignKey(target, ondelete="CASCADE"), primary_key=True, autoincrement=False, index=index or None
    )


def partial_index(name: str, *columns: str, where: str) -> Index:
    """An index over the rows of which `where` is true."""
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))
