"""The public log, its figures, the summaries that wait for a second reader, and whom to write to about the law."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from app.web.views.coming_in import NOTHING
from app.web.views.frame import EMPTY, Field


@dataclass(frozen=True, slots=True)
class LogLine:
    """One entry; `clause` is its number and title, `measure` and `outcome` gettext message ids."""

    clause: str
    clause_address: str
    measure: str
    outcome: str
    summary: str


@dataclass(frozen=True, slots=True)
class LogMonth:
    """A month that is over, in words."""

    name: str
    lines: Sequence[LogLine]


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A clause (or all of them) and how often each thing happened; None where that is under five."""

    clause: str
    counts: Sequence[int | None]


@dataclass(frozen=True, slots=True)
class QuarterView:
    """What is told of a quarter. `first_look`: in words, empty where too little was reported."""

    name: str
    first_look: str
    rows: Sequence[FigureRow]


@dataclass(frozen=True, slots=True)
class LogPage:
    """`GET /log`, `openness/log.html`. `head`: of the log of reading, empty for strangers.

    `kept`: in words, for how long allies keep such heads.
    """

    months: Sequence[LogMonth]
    quarters: Sequence[QuarterView]
    head: str = ""
    kept: str = ""
    may_summarise: bool = False
    hears_outside: bool = False


@dataclass(frozen=True, slots=True)
class SummaryView:
    """An entry that may still be summarised. `words` wait for a second reader; `mine`: this viewer wrote them."""

    address: str
    clause: str
    measure: str
    outcome: str
    words: Field = EMPTY
    mine: bool = False
    case_number: int = 0


@dataclass(frozen=True, slots=True)
class SummariesPage:
    """`GET /log/summaries`, `openness/summaries.html`. Each posts `words` to its address, and `/yes` publishes."""

    summaries: Sequence[SummaryView]
    most: int = 500
    error: str = ""


@dataclass(frozen=True, slots=True)
class LawPage:
    """`GET /law`, `openness/law.html`. Stewards post `contact readers` to it."""

    contact: Markup = NOTHING
    is_open: bool = False
    may_write: bool = False
    typed: Field = EMPTY
    most: int = 5_000
    error: str = ""
    hears_outside: bool = False
