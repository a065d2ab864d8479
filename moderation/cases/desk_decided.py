"""What was decided in a case, as the desk shows it, and what was decided before under the same clause."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.models import Account
from app.accounts.rules import must_be_moderator
from app.accounts.viewer import Viewer
from app.storage.sealing import HouseKey
from moderation.appeals.models import Appeal
from moderation.cases.models import Case
from moderation.cases.moderators import moderators
from moderation.decided.models import Agreement, DecisionRow
from moderation.decided.notices import Notice, notice_of
from moderation.decided.rules import WAITS_FOR
from moderation.decided.saying import waits
from moderation.measures import MILD, Measure

MOST: Final = 30
EARLIER: Final = 8
LATELY: Final = 30
"""Days for which it is shown how much each has decided."""


@dataclass(frozen=True, slots=True)
class DecidedHere:
    """One decision of this case. `by` is a name; `mine`: this moderator's own; `said`: they have said yes or no.

    `waits_until`: when it is over unless others have said yes. `is_due`: it has no end, and somebody has to look at it
    again. `may_lift`: it holds, and takes something.
    """

    notice: Notice
    by: str
    mine: bool
    waits: bool
    said: bool
    yeses: int
    is_due: bool
    may_lift: bool
    waits_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Before:
    """An earlier decision under a clause, never whom it was about. `outcome` and `appealed`: how each of them ended."""

    measure: Measure
    at: datetime
    outcome: str
    appealed: str


@dataclass(frozen=True, slots=True)
class Load:
    """How much one moderator carries."""

    name: str
    open: int
    decided: int


def decided_in(
    session: Session, who: Viewer, case_id: int, *, key: HouseKey, now: datetime, language: str = ""
) -> tuple[DecidedHere, ...]:
    """The decisions of a case, the newest first. Whoever asks has opened the case."""
    must_be_moderator(who.role)
    rows = session.execute(
        select(DecisionRow, Account.name)
        .outerjoin(Account, Account.id == DecisionRow.decided_by)
        .where(DecisionRow.case_id == case_id)
        .order_by(DecisionRow.id.desc())
        .limit(MOST)
    ).all()
    said = _said(session, [row[0].id for row in rows])
    return tuple(
        DecidedHere(
            notice=notice_of(session, row, key=key, language=language),
            by=name or "",
            mine=row.decided_by == who.account_id,
            waits=waits(row),
            said=who.account_id in said.get(row.id, {}),
            yeses=sum(said.get(row.id, {}).values()),
            is_due=row.over_at is None and row.review_at is not None and row.review_at <= now,
            may_lift=row.in_force_at is not None and row.over_at is None and Measure(row.measure) not in MILD,
            waits_until=_waits_until(row),
        )
        for row, name in rows
    )


def decided_before(session: Session, who: Viewer, clause_key: int, *, but: int = 0) -> tuple[Before, ...]:
    """What was decided under that clause in other cases, the newest first: to decide alike."""
    must_be_moderator(who.role)
    rows = session.execute(
        select(DecisionRow.measure, DecisionRow.decided_at, DecisionRow.outcome, Appeal.outcome)
        .outerjoin(Appeal, Appeal.decision_id == DecisionRow.id)
        .where(DecisionRow.clause_key == clause_key, DecisionRow.in_force_at.is_not(None))
        .where(DecisionRow.case_id.is_distinct_from(but), DecisionRow.measure != Measure.HOLD)
        .where(DecisionRow.account_id.is_distinct_from(who.account_id))
        .order_by(DecisionRow.id.desc())
        .limit(EARLIER)
    ).all()
    return tuple(Before(Measure(measure), at, outcome, appealed or "") for measure, at, outcome, appealed in rows)


def is_of(session: Session, who: Viewer, case_id: int, decision_id: int) -> bool:
    """Whether that decision was made in that case."""
    must_be_moderator(who.role)
    row = session.get(DecisionRow, decision_id)
    return row is not None and row.case_id == case_id


def is_in_force(session: Session, who: Viewer, case_id: int, decision_id: int) -> bool:
    """Whether it holds already, or waits for somebody's yes."""
    must_be_moderator(who.role)
    row = session.get(DecisionRow, decision_id)
    return row is not None and row.case_id == case_id and row.in_force_at is not None


def load(session: Session, who: Viewer, *, since: datetime) -> tuple[Load, ...]:
    """What each moderator who acts now has on the desk, and has decided since: to share it fairly. Raises Forbidden.

    Without what is about whoever asks: they do not learn that there is anything.
    """
    must_be_moderator(who.role)
    me = who.account_id
    open_now = _by_person(
        session, select(Case.taken_by, func.count()).where(Case.closed_at.is_(None), Case.taken_by.is_not(None),
        Case.account_id.is_distinct_from(me)).group_by(Case.taken_by)
    )  # fmt: skip
    decided = _by_person(
        session, select(DecisionRow.decided_by, func.count()).where(DecisionRow.decided_at > since,
        DecisionRow.decided_by.is_not(None), DecisionRow.account_id.is_distinct_from(me))
        .group_by(DecisionRow.decided_by)
    )  # fmt: skip
    return tuple(Load(one.name, open_now.get(one.id, 0), decided.get(one.id, 0)) for one in moderators(session))


def _waits_until(row: DecisionRow) -> datetime | None:
    if not waits(row):
        return None
    ends = (row.ends_at, row.alone_until or row.decided_at + WAITS_FOR)
    return min(one for one in ends if one is not None)


def _by_person(session: Session, counting: object) -> dict[int, int]:
    return {row[0]: row[1] for row in session.execute(counting)}  # type: ignore[call-overload]


def _said(session: Session, decisions: list[int]) -> dict[int, dict[int, bool]]:
    """Who said yes or no to each."""
    rows = session.execute(
        select(Agreement.decision_id, Agreement.account_id, Agreement.agrees).where(
            Agreement.decision_id.in_(decisions)
        )
    )
    found: dict[int, dict[int, bool]] = {}
    for decision_id, account_id, agrees in rows:
        found.setdefault(decision_id, {})[account_id] = agrees
    return found
