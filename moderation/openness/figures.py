"""How often something was reported, decided, appealed and overturned: by quarter, and never a number under five.

A quarter is counted once, when it is over, so that two looks on two days tell nothing about what lay between them. A
number under five is not kept at all; the sum of all clauses is kept only where it does not give such a number away.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median_low
from typing import Final

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.storage.ages import HOUR
from app.storage.sealing import HouseKey
from moderation.appeals.models import Appeal
from moderation.cases.models import Case, Report
from moderation.cases.reporting import body_of
from moderation.decided.models import DecisionRow
from moderation.openness.models import CountedQuarter, Figure

FEWEST: Final = 5
ALL_CLAUSES: Final = 0
KINDS: Final = ("reported", "decided", "appealed", "overturned")
MOST: Final = 40


@dataclass(frozen=True, slots=True)
class Quarter:
    """What is told of a quarter: what happened -> clause (0: all) -> how often. `first_look` in hours."""

    name: str
    first_look: int | None
    figures: Mapping[str, Mapping[int, int]]


def count_quarters(session: Session, now: datetime, *, key: HouseKey) -> None:
    """Count the quarter before this one, unless that is done."""
    begins = _start_of(now)
    start, end = _start_before(begins), begins
    name = name_of(start)
    if session.get(CountedQuarter, name) is not None:
        return
    for what, per_clause in _counted(session, start, end, key):
        for clause_key, count in told(per_clause).items():
            session.add(Figure(quarter=name, what=what, clause_key=clause_key, count=count))
    session.add(CountedQuarter(quarter=name, first_look=_first_look(session, start, end)))


def told(per_clause: Mapping[int, int]) -> dict[int, int]:
    """What may be told of such numbers: those of at least five, and their sum where nothing follows from it."""
    shown = {clause: count for clause, count in per_clause.items() if count >= FEWEST and clause != ALL_CLAUSES}
    hidden = sum(per_clause.values()) - sum(shown.values())
    total = sum(per_clause.values())
    if total >= FEWEST and (hidden == 0 or hidden >= FEWEST):
        shown[ALL_CLAUSES] = total
    return shown


def quarters(session: Session) -> Sequence[Quarter]:
    """Every quarter that was counted, newest first."""
    counted = session.scalars(select(CountedQuarter).order_by(CountedQuarter.quarter.desc()).limit(MOST)).all()
    figures: dict[str, dict[str, dict[int, int]]] = {}
    for one in session.scalars(select(Figure).where(Figure.quarter.in_([each.quarter for each in counted]))):
        figures.setdefault(one.quarter, {}).setdefault(one.what, {})[one.clause_key] = one.count
    return [Quarter(each.quarter, each.first_look, figures.get(each.quarter, {})) for each in counted]


def name_of(moment: datetime) -> str:
    """`2026-Q4`"""
    return f"{moment.year}-Q{(moment.month + 2) // 3}"


def _counted(session: Session, start: datetime, end: datetime, key: HouseKey) -> Iterator[tuple[str, Counter[int]]]:
    bodies = session.scalars(select(Report.body_sealed).where(Report.made_at >= start, Report.made_at < end))
    yield "reported", Counter(body_of(sealed, key).clause for sealed in bodies)
    clause = DecisionRow.clause_key
    decided = select(clause).where(DecisionRow.in_force_at >= start, DecisionRow.in_force_at < end)
    appeals = select(clause).join(Appeal, Appeal.decision_id == DecisionRow.id)
    overturned = appeals.where(Appeal.outcome.in_(("overturned", "silence")))
    yield "decided", _by_clause(session, decided)
    yield "appealed", _by_clause(session, appeals.where(Appeal.opened_at >= start, Appeal.opened_at < end))
    yield "overturned", _by_clause(session, overturned.where(Appeal.answered_at >= start, Appeal.answered_at < end))


def _by_clause(session: Session, query: Select[int]) -> Counter[int]:
    return Counter(session.scalars(query))


def _first_look(session: Session, start: datetime, end: datetime) -> int | None:
    """In how many hours, rounded up, half of what was opened was looked at; None for fewer than five cases."""
    rows = session.execute(
        select(Case.opened_at, Case.looked_at).where(
            Case.opened_at >= start, Case.opened_at < end, Case.looked_at.is_not(None)
        )
    )
    waited = [looked - opened for opened, looked in rows if looked is not None]
    return -(-median_low(waited) // HOUR) if len(waited) >= FEWEST else None


def _start_of(moment: datetime) -> datetime:
    return datetime(moment.year, 3 * ((moment.month - 1) // 3) + 1, 1, tzinfo=UTC)


def _start_before(start: datetime) -> datetime:
    return datetime(start.year - 1, 10, 1, tzinfo=UTC) if start.month == 1 else start.replace(month=start.month - 3)
