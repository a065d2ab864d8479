"""What whoever reported hears of it: that somebody looked, and what came of it. Nobody else learns who was told (P17).

No row joins an account to a report, so nothing is delivered: each member's pages look for their mark among those that
have news.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, Literal, cast

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from moderation.cases.models import Case, Report
from moderation.decided.models import DecisionRow
from moderation.measures import Measure

MOST_NEWS: Final = 2_000

About = Literal["post", "account", "ally"]


class Outcome(StrEnum):
    """What came of a report, as its reporter is told: what everybody can see, and of the rest that there was some."""

    NO_BREACH = "no_breach"
    SPOKEN = "spoken"
    HELD = "held"
    WARNED = "warned"
    HIDDEN = "hidden"
    REMOVED = "removed"
    ACCOUNT = "account"
    ENDED = "ended"
    ALLY = "ally"
    TAKEN_BACK = "taken_back"
    GONE = "gone"


_TOLD_AS: Final[Mapping[str, Outcome]] = {
    Measure.NO_BREACH: Outcome.NO_BREACH,
    Measure.WORD: Outcome.SPOKEN,
    Measure.ASK_CHANGE: Outcome.SPOKEN,
    Measure.HOLD: Outcome.HELD,
    Measure.ADD_WARNING: Outcome.WARNED,
    Measure.HIDE_PICTURE: Outcome.HIDDEN,
    Measure.REMOVE: Outcome.REMOVED,
    Measure.PAUSE_POSTING: Outcome.ACCOUNT,
    Measure.LIMIT: Outcome.ACCOUNT,
    Measure.SUSPEND: Outcome.ACCOUNT,
    Measure.END_ACCOUNT: Outcome.ENDED,
    Measure.ALLY_LIMIT: Outcome.ALLY,
    Measure.ALLY_PAUSE: Outcome.ALLY,
    Measure.ALLY_PART: Outcome.ALLY,
}


@dataclass(frozen=True, slots=True)
class Reported:
    """A report as its reporter finds it. `is_new`: something came of it that they have not read.

    Nothing in it is shared with others who reported the same, and nothing that was before they did is told: both would
    say that somebody was first.
    """

    id: int
    subject: About
    subject_id: int
    made_at: datetime
    body_sealed: bytes
    looked_at: bool
    is_new: bool
    outcomes: tuple[Outcome, ...]


def tell_outcome(session: Session, case_id: int, *, now: datetime) -> None:
    """Something has come of a case, or something else: whoever reported is told to look, within seconds."""
    session.execute(
        update(Report)
        .where(Report.case_id == case_id)
        .values(told_at=now, seen=False)
        .execution_options(synchronize_session=False)
    )


def marks_with_news(session: Session) -> frozenset[bytes]:
    """Whose reports came to something that they have not read; asked every few seconds, not for each page.

    Each once, so that nobody with much news keeps another from theirs; where it is too much, the newest.
    """
    query = select(Report.reporter_mark).where(Report.told_at.is_not(None), ~Report.seen)
    each = query.where(Report.reporter_mark.is_not(None)).group_by(Report.reporter_mark)
    marks = session.scalars(each.order_by(func.max(Report.told_at).desc()).limit(MOST_NEWS))
    return frozenset(mark for mark in marks if mark is not None)


def note_seen(session: Session, mark: bytes) -> None:
    """Whoever has that mark has read what came of theirs."""
    news = Report.reporter_mark == mark, Report.told_at.is_not(None), ~Report.seen
    session.execute(update(Report).where(*news).values(seen=True).execution_options(synchronize_session=False))


def reported_by(session: Session, mark: bytes, *, before: int | None = None, limit: int = 20) -> list[Reported]:
    """What somebody reported, by their mark, the newest first."""
    query = select(Report, Case).join(Case, Case.id == Report.case_id).where(Report.reporter_mark == mark)
    if before is not None:
        query = query.where(Report.id < before)
    rows = session.execute(query.order_by(Report.id.desc()).limit(limit)).all()
    came_of_it = outcomes(session, [(report.made_at, case) for report, case in rows])
    return [
        Reported(
            report.id, cast(About, case.subject), case.subject_id, report.made_at, report.body_sealed,
            looked_at=bool(came) or (case.looked_at is not None and case.looked_at >= report.made_at),
            is_new=report.told_at is not None and not report.seen,
            outcomes=came,
        )
        for (report, case), came in zip(rows, came_of_it, strict=True)
    ]  # fmt: skip


def outcomes(
    session: Session, asked: Sequence[tuple[datetime, Case]], *, only_since: bool = False
) -> list[tuple[Outcome, ...]]:
    """What came of each case for somebody who reported it then, nothing while nobody has decided.

    `only_since`: for strangers, who are never told what was in force before they wrote.
    """
    decided: dict[int, list[DecisionRow]] = {case.id: [] for _, case in asked}
    in_force = DecisionRow.case_id.in_(decided), DecisionRow.in_force_at.is_not(None)
    for row in session.scalars(select(DecisionRow).where(*in_force).order_by(DecisionRow.id)):
        decided[row.case_id or 0].append(row)
    if only_since:
        return [_told_since(decided[case.id], since, is_closed=case.closed_at is not None) for since, case in asked]
    return [_told(decided[case.id], since, is_closed=case.closed_at is not None) for since, case in asked]


def _told_since(decided: Sequence[DecisionRow], since: datetime, *, is_closed: bool) -> tuple[Outcome, ...]:
    """Of one case. Where people decided before, it is not told as gone."""
    later = [row for row in decided if row.in_force_at is not None and row.in_force_at > since]
    return _told(later, since, is_closed=is_closed) if later or not decided else ()


def _told(decided: Sequence[DecisionRow], since: datetime, *, is_closed: bool) -> tuple[Outcome, ...]:
    """Of one case. What was in force before somebody reported is told to them once the case is closed over it."""
    told = dict.fromkeys(
        Outcome.TAKEN_BACK if row.outcome == "overturned" else _TOLD_AS[row.measure]
        for row in decided
        if (row.measure != Measure.HOLD or row.over_at is None)
        and ((is_closed and row.over_at is None) or (row.in_force_at is not None and row.in_force_at >= since))
    )
    return tuple(told) or ((Outcome.GONE,) if is_closed else ())
