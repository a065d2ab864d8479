"""Reading decisions: for the act itself, for whoever they are about, and for those who decide."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlalchemy.orm import Session

from app.basics.errors import NotFound
from app.storage.sealing import HouseKey
from moderation.appeals.models import Appeal
from moderation.cases.models import Case
from moderation.decided.models import Agreement, DecisionRow
from moderation.decided.notices import Notice, notice_of
from moderation.decided.rules import WAITS_FOR
from moderation.measures import ON_ACCOUNTS, ON_POSTS, Measure

MOST_DUE: Final = 50
A_PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class ReadByThem:
    """A notice as whoever it is about reads it. `appeal_state`: empty, pending, or how their appeal ended."""

    notice: Notice
    seen: bool
    appeal_state: str

    def may_appeal(self, now: datetime) -> bool:
        """Whether they can still ask other people to look at it."""
        one = self.notice
        is_over = one.outcome in {"eased", "overturned", "declined"}
        return not (self.appeal_state or is_over or one.measure is Measure.NO_BREACH) and now < one.appeal_until


@dataclass(frozen=True, slots=True)
class Holds:
    """A decision about an account that is in force, and until when, where it ends by itself."""

    id: int
    measure: Measure
    until: datetime | None


@dataclass(frozen=True, slots=True)
class InBrief:
    """What was decided, when, and how an appeal of it stands; nothing that is sealed."""

    id: int
    measure: Measure
    post_id: int | None
    at: datetime
    appeal_state: str


@dataclass(frozen=True, slots=True)
class Due:
    """A decision that people have to look at again. `case_number`: 0 where the case is kept no longer."""

    id: int
    measure: Measure
    at: datetime
    due: datetime
    case_number: int


def held(session: Session, decision_id: int) -> DecisionRow:
    """The decision, which nobody else changes before this transaction ends; raises NotFound."""
    row = session.get(DecisionRow, decision_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound
    return row


def yeses(session: Session, decision_id: int) -> int:
    """How many others agree."""
    mine = Agreement.decision_id == decision_id, Agreement.agrees
    return session.scalar(select(func.count()).select_from(Agreement).where(*mine)) or 0


def said_by(session: Session, decision_id: int) -> Sequence[int]:
    """Whoever has said yes or no."""
    return session.scalars(select(Agreement.account_id).where(Agreement.decision_id == decision_id)).all()


def holds_of(session: Session, case_id: int | None) -> Sequence[DecisionRow]:
    """What is held in that case for now."""
    standing = DecisionRow.measure == Measure.HOLD, DecisionRow.over_at.is_(None)
    return session.scalars(select(DecisionRow).where(DecisionRow.case_id == case_id, *standing)).all()


def due(session: Session, now: datetime) -> Sequence[DecisionRow]:
    """What is over by now: its end has come, nobody agreed in time, or one person's word held long enough."""
    query = select(DecisionRow).where(DecisionRow.over_at.is_(None), _is_due(now)).order_by(DecisionRow.id)
    return session.scalars(query.limit(MOST_DUE).with_for_update()).all()


def about(session: Session, account_id: int, *, before: int | None = None) -> Sequence[DecisionRow]:
    """What was decided about a member and took force, newest first: for them alone."""
    query = select(DecisionRow).where(DecisionRow.account_id == account_id, DecisionRow.in_force_at.is_not(None))
    if before is not None:
        query = query.where(DecisionRow.id < before)
    return session.scalars(query.order_by(DecisionRow.id.desc()).limit(A_PAGE)).all()


def standing_about(session: Session, account_id: int) -> Sequence[Holds]:
    """What holds for a member's account now, the newest first."""
    query = (
        select(DecisionRow.id, DecisionRow.measure, DecisionRow.alone_until, DecisionRow.ends_at)
        .where(DecisionRow.account_id == account_id, DecisionRow.measure.in_(sorted(ON_ACCOUNTS)))
        .where(DecisionRow.in_force_at.is_not(None), DecisionRow.over_at.is_(None))
    )
    rows = session.execute(query.order_by(DecisionRow.id.desc()).limit(A_PAGE))
    return [Holds(row.id, Measure(row.measure), row.alone_until or row.ends_at) for row in rows]


def in_brief(session: Session, account_id: int, decision_ids: Sequence[int]) -> Sequence[InBrief]:
    """Those of these that are about this member and took force."""
    rows = session.execute(
        select(DecisionRow.id, DecisionRow.measure, DecisionRow.post_id, DecisionRow.in_force_at, Appeal.outcome)
        .outerjoin(Appeal, Appeal.decision_id == DecisionRow.id)
        .where(DecisionRow.id.in_(decision_ids), DecisionRow.account_id == account_id)
        .where(DecisionRow.in_force_at.is_not(None))
    )
    return [InBrief(one, Measure(measure), post, at, _state(ends)) for one, measure, post, at, ends in rows if at]


def notice_about(
    session: Session, account_id: int, decision_id: int, *, key: HouseKey, language: str = ""
) -> ReadByThem:
    """One of them, opened; raises NotFound for what did not take force or is about somebody else."""
    row = session.get(DecisionRow, decision_id)
    if row is None or row.account_id != account_id or row.in_force_at is None:
        raise NotFound
    appeal = session.scalar(select(Appeal.outcome).where(Appeal.decision_id == row.id))
    return ReadByThem(notice_of(session, row, key=key, language=language), row.seen_at is not None, _state(appeal))


def _state(outcome: str | None) -> str:
    """How an appeal stands, by its outcome; empty where there is none."""
    return "" if outcome is None else outcome or "pending"


def to_look_at_again(session: Session, now: datetime, *, not_about: int | None = None) -> Sequence[Due]:
    """What has no end and whose day of looking again has come, the longest waiting first: for the desk."""
    standing = DecisionRow.in_force_at.is_not(None), DecisionRow.over_at.is_(None)
    is_there = or_(DecisionRow.measure.not_in(sorted(ON_POSTS)), DecisionRow.post_id.is_not(None))
    others = DecisionRow.account_id.is_distinct_from(not_about) if not_about is not None else true()
    rows = session.execute(
        select(DecisionRow.id, DecisionRow.measure, DecisionRow.in_force_at, DecisionRow.review_at, Case.number)
        .outerjoin(Case, Case.id == DecisionRow.case_id)
        .where(DecisionRow.review_at <= now, *standing, is_there, others)
        .order_by(DecisionRow.review_at)
        .limit(A_PAGE)
    )
    return [Due(one, Measure(measure), at, due, case or 0) for one, measure, at, due, case in rows if at and due]


def _is_due(now: datetime) -> ColumnElement[bool]:
    unanswered = and_(DecisionRow.in_force_at.is_(None), DecisionRow.decided_at <= now - WAITS_FOR)
    return or_(DecisionRow.ends_at <= now, DecisionRow.alone_until <= now, unanswered)
