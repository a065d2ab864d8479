"""The public log (P19): that something was decided, by which measure, under which clause, in which month.

An entry tells nothing about anybody, and stands in the open only when its month is over, so that the moment at which
it appears tells nothing either. A summary may be added in words that a second person read first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, and_, delete, func, or_, select
from sqlalchemy.orm import Session

from app.accounts.rules import must_be_moderator
from app.accounts.viewer import Viewer
from app.basics.errors import Conflict, Forbidden, Invalid, NotFound
from app.basics.ids import untimed_id
from app.basics.text import tidy
from app.storage.sealing import HouseKey
from moderation.cases import queue
from moderation.cases.models import Case
from moderation.decided.models import DecisionRow
from moderation.openness.models import LogDraft, LogEntry, LogSummary

SUMMARIES_WAIT: Final = timedelta(days=60)
LONGEST: Final = 500
MOST: Final = 500
_PURPOSE: Final = "summary for the public log"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log. `kind`: decided, upheld, overturned or ran_out."""

    month: str
    kind: str
    measure: str
    policy_version: int
    clause_key: int
    summary: str


@dataclass(frozen=True, slots=True)
class Awaited:
    """An entry that still may get a summary. `words` are those that wait for a second reader; `mine`: I wrote them.

    `case_number` is what the desk calls what it was about; 0 where that is gone.
    """

    entry_id: int
    decision_id: int
    kind: str
    measure: str
    policy_version: int
    clause_key: int
    words: str
    mine: bool
    case_number: int


def record(session: Session, decision_id: int, kind: str, *, now: datetime) -> None:
    """Add what came of a decision: decided, upheld, overturned or ran_out. Nothing for one gone with its account."""
    decision = session.get(DecisionRow, decision_id)
    if decision is None:
        return
    entry = LogEntry(
        id=untimed_id(),
        month=month_of(now),
        kind=kind,
        measure=decision.measure,
        policy_version=decision.policy_version,
        clause_key=decision.clause_key,
    )
    session.add(entry)
    session.add(LogDraft(entry_id=entry.id, decision_id=decision.id, until=now + SUMMARIES_WAIT))


def record_end(session: Session, decision_id: int, *, now: datetime) -> None:
    """A decision holds no longer. That it ran out is told; what was lifted before its end would tell of somebody."""
    decision = session.get(DecisionRow, decision_id)
    if decision is not None and decision.outcome == "ran_out":
        record(session, decision_id, "ran_out", now=now)


def entries(session: Session, *, now: datetime) -> Sequence[Entry]:
    """Those of the months that are over, newest month first; within a month in an order that tells nothing."""
    rows = session.execute(
        select(
            LogEntry.month, LogEntry.kind, LogEntry.measure, LogEntry.policy_version, LogEntry.clause_key,
            LogSummary.words,
        )
        .outerjoin(LogSummary, LogSummary.entry_id == LogEntry.id)
        .where(LogEntry.month < month_of(now))
        .order_by(LogEntry.month.desc(), LogEntry.clause_key, LogEntry.measure, LogEntry.kind, LogEntry.id)
        .limit(MOST)
    )  # fmt: skip
    return [Entry(*row[:5], summary=row[5] or "") for row in rows]


def awaited(session: Session, who: Viewer, *, key: HouseKey) -> Sequence[Awaited]:
    """What moderators may still summarise, or read before it is published, but for what they have a part in.

    Raises Forbidden.
    """
    must_be_moderator(who.role)
    rows = session.execute(
        select(LogDraft, LogEntry, func.coalesce(Case.number, 0))
        .join(LogEntry, LogEntry.id == LogDraft.entry_id)
        .join(DecisionRow, DecisionRow.id == LogDraft.decision_id)
        .outerjoin(Case, Case.id == DecisionRow.case_id)
        .where(*_theirs_to_tell(who, key))
        .order_by(LogDraft.until)
        .limit(MOST)
    )
    return [
        Awaited(
            draft.entry_id,
            draft.decision_id,
            entry.kind,
            entry.measure,
            entry.policy_version,
            entry.clause_key,
            "" if draft.words_sealed is None else key.open(draft.words_sealed, _PURPOSE).decode(),
            draft.written_by == who.account_id,
            number,
        )
        for draft, entry, number in rows
    ]


def write_summary(session: Session, who: Viewer, entry_id: int, words: str, *, key: HouseKey) -> None:
    """Propose a summary. It is published when somebody else has read it. Raises Forbidden, NotFound, Invalid."""
    must_be_moderator(who.role)
    draft = _draft(session, who, entry_id, key=key)
    text = tidy(words)
    if not text:
        raise Invalid("words", "Please write what it was about, without names.")
    if len(text) > LONGEST:
        raise Invalid("words", "This is too long: at most 500 characters.")
    if "@" in text:
        raise Invalid("words", "A summary names nobody: please write it without @ and names.")
    draft.words_sealed = key.seal(text.encode(), _PURPOSE)
    draft.written_by = who.account_id


def publish_summary(session: Session, who: Viewer, entry_id: int, words: str, *, key: HouseKey) -> None:
    """The second person says yes to the `words` they were shown. Raises Forbidden, NotFound, Conflict."""
    must_be_moderator(who.role)
    draft = _draft(session, who, entry_id, key=key)
    if draft.words_sealed is None:
        raise NotFound
    if draft.written_by == who.account_id:
        raise Forbidden("Somebody else reads it before it is published.")
    text = key.open(draft.words_sealed, _PURPOSE).decode()
    if text != tidy(words):
        raise Conflict("The summary was changed meanwhile. Please read it once more.")
    session.add(LogSummary(entry_id=entry_id, words=text))
    session.delete(draft)


def forget_old(session: Session, now: datetime) -> None:
    """Entries that nobody summarised in time stay without words."""
    session.execute(delete(LogDraft).where(LogDraft.until <= now))


def month_of(moment: datetime) -> str:
    return f"{moment:%Y-%m}"


def _draft(session: Session, who: Viewer, entry_id: int, *, key: HouseKey) -> LogDraft:
    draft = session.scalars(
        select(LogDraft)
        .join(DecisionRow, DecisionRow.id == LogDraft.decision_id)
        .outerjoin(Case, Case.id == DecisionRow.case_id)
        .where(LogDraft.entry_id == entry_id, *_theirs_to_tell(who, key))
    ).one_or_none()
    if draft is None:
        raise NotFound
    return draft


def _theirs_to_tell(who: Viewer, key: HouseKey) -> tuple[ColumnElement[bool], ...]:
    """It is not about this moderator, and they have no part in its case, where that is still there."""
    me = who.account_id or 0
    not_about_me = or_(DecisionRow.account_id.is_(None), DecisionRow.account_id != me)
    return (not_about_me, or_(Case.id.is_(None), and_(*queue.has_no_part(me, key))))
