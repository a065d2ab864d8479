"""How long things are kept, declared beside the tables they lie in (P9).

What `parasol inventory` and *What we hold about you* count, and what the privacy page says, is made of these
declarations; the sweeps in `app/wiring/work.py` are held to them by a test. Each slice has its own in `ages.py`.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, String, Table, inspect
from sqlalchemy.orm import InstrumentedAttribute

from app.basics.clock import day_of
from app.basics.ids import id_at, time_of
from app.storage.tables import Base, Moment, from_millis

Column = InstrumentedAttribute[Any]

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "translate this later"
    """Mark a sentence for translation: what is declared here stands on pages."""
    return message


class Ender(StrEnum):
    """Who can end what has no date."""

    MEMBER = "member"
    HOUSE = "house"


@dataclass(frozen=True, slots=True)
class AtMost:
    """So long after the moment in a column: a `Moment`, a date as text, or an id that tells its time."""

    span: timedelta
    since: Column

    def is_over(self, now: datetime) -> ColumnElement[bool]:
        return self.since <= _as_kept(self.since, now - self.span)


@dataclass(frozen=True, slots=True)
class Until:
    """Until the moment in a column, never further ahead than `at_most`; None where a person chose the moment."""

    moment: Column
    at_most: timedelta | None = None

    def is_over(self, now: datetime) -> ColumnElement[bool]:
        return self.moment <= _as_kept(self.moment, now)


@dataclass(frozen=True, slots=True)
class AsLongAs:
    """For as long as `words` say, which `ender` can end at any time."""

    words: str
    ender: Ender = Ender.MEMBER


@dataclass(frozen=True, slots=True)
class Together:
    """It goes with the row of another table that it belongs to, which `words` call."""

    model: type[Base]
    words: str


HowLong = AtMost | Until | AsLongAs | Together


@dataclass(frozen=True, slots=True)
class Kept:
    """One kind of thing in a table: what it is and why it is kept, in words, and for how long.

    `whose` points at the member whose it is: on their own page only rows are counted in which it is them.
    `since` tells how old a row is; None where nothing does. `only`: the rows of the table that are of this kind.
    """

    model: type[Base]
    what: str
    why: str
    how_long: HowLong
    whose: Column | None = None
    since: Column | None = None
    only: ColumnElement[bool] | None = None

    @property
    def table(self) -> Table:
        return table_of(self.model)

    @property
    def is_timed(self) -> bool:
        return isinstance(self.how_long, AtMost | Until)


@dataclass(frozen=True, slots=True)
class NobodyIn:
    """A table that holds nothing about a person, and why that is so."""

    model: type[Base]
    because: str

    @property
    def table(self) -> Table:
        return table_of(self.model)


Age = Kept | NobodyIn


def table_of(model: type[Base]) -> Table:
    return inspect(model).local_table  # type: ignore[return-value]


def when(column: Column, value: Any) -> datetime:
    """The moment that a value of such a column tells."""
    if isinstance(column.type, Moment):
        return value if isinstance(value, datetime) else from_millis(value)
    if isinstance(column.type, String):
        return datetime.fromisoformat(f"{value}T00:00:00+00:00")
    return time_of(value)


def _as_kept(column: Column, moment: datetime) -> Any:
    if isinstance(column.type, Moment):
        return moment
    return day_of(moment) if isinstance(column.type, String) else id_at(moment)
