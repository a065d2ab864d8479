"""What lies on the desk, for one moderator: never what they reported, what is about them, or what they keep out of.

Who is in danger comes first, then who may be forced, and among equals what has waited longest. One short SELECT for
each of the three, along the index of what is open; nothing is counted to its end.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, Subquery, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.accounts.models import Account
from app.accounts.rules import must_be_moderator
from app.accounts.viewer import Viewer
from app.allies.models import Ally
from app.storage.sealing import HouseKey
from app.storage.tables import AnySelect
from moderation.cases.models import Case, Recusal, Report
from moderation.cases.reporting import reporters_mark
from moderation.decided.models import Agreement, DecisionRow
from moderation.measures import Subject

A_PAGE: Final = 20
MOST: Final = 100
COUNTED: Final = 200
"""More than so many are not counted: nobody needs the number, and the page would wait for it."""

_ABOUT, _TAKER = aliased(Account), aliased(Account)  # made once: each costs more than the SELECT
DANGER, FORCED, NEITHER = 2, 1, 0
_LEVELS = (DANGER, FORCED, NEITHER)


class Which(StrEnum):
    """Which of the open cases somebody looks through."""

    ALL = "all"
    MINE = "mine"
    NOBODYS = "nobodys"
    SECOND = "second"


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case in the queue. `about`: whose it is, as a handle, or an ally's host; `taken_by`: a name."""

    id: int
    number: int
    subject: Subject
    state: str
    urgency: int
    asks_hold: bool
    reports: int
    opened_at: datetime
    looked_at: datetime | None
    taken_by: int | None
    about: str
    taken_name: str


def queue(
    session: Session, who: Viewer, *, key: HouseKey, which: Which = Which.ALL, after: int = 0, limit: int = A_PAGE
) -> list[CaseLine]:
    """A page of it; `after` is the number of the case that the page before ended with. Raises Forbidden."""
    must_be_moderator(who.role)
    wanted, place = _wanted(who, which, key), _place(session, who, after, key)
    found: list[CaseLine] = []
    for level in _LEVELS:
        left = min(limit, MOST) - len(found)
        if left <= 0 or (place is not None and level > place.urgency):
            continue
        beyond = place is not None and place.urgency == level
        # The few of a filter are found by what it asks for, and not by going through all that is open.
        urgency = Case.urgency + 0 if which in _FEW else Case.urgency
        found += _of_level(session, urgency == level, wanted, left, place if beyond else None)
    return found


def how_many(session: Session, who: Viewer, *, key: HouseKey, which: Which = Which.ALL) -> int:
    """How many there are; one more than `COUNTED` where there are more than that."""
    must_be_moderator(who.role)
    some = select(Case.id).where(*_wanted(who, which, key)).limit(COUNTED + 1).subquery()
    return session.scalar(select(func.count()).select_from(some)) or 0


def _wanted(who: Viewer, which: Which, key: HouseKey) -> tuple[ColumnElement[bool], ...]:
    me = who.account_id or 0
    return (Case.closed_at.is_(None), *has_no_part(me, key), *_FILTERS[which](me))


def has_no_part(me: int, key: HouseKey) -> tuple[ColumnElement[bool], ...]:
    """Over `cases`: it is not about this moderator, they did not report it, and do not keep out of it (P15)."""
    keeps_out = exists().where(Recusal.case_id == Case.id, Recusal.account_id == me)
    return (*_of_others(me, key), ~keeps_out)


def _of_others(me: int, key: HouseKey) -> tuple[ColumnElement[bool], ...]:
    return (
        or_(Case.account_id.is_(None), Case.account_id != me),
        ~exists().where(Report.case_id == Case.id, Report.reporter_mark == reporters_mark(me, key)),
    )


_FILTERS: Final[dict[Which, Any]] = {
    Which.ALL: lambda me: (),
    Which.MINE: lambda me: (Case.taken_by == me,),
    Which.NOBODYS: lambda me: (Case.taken_by.is_(None), Case.state != "proposed"),
    Which.SECOND: lambda me: (Case.state == "proposed", _waits_for(me)),
}


_FEW: Final = frozenset({Which.MINE, Which.SECOND})


def _waits_for(me: int) -> ColumnElement[bool]:
    """Somebody else decided it, and this person has said neither yes nor no."""
    has_said = exists().where(Agreement.decision_id == DecisionRow.id, Agreement.account_id == me)
    waits = or_(DecisionRow.in_force_at.is_(None), DecisionRow.alone_until.is_not(None))
    return Case.id.in_(
        select(DecisionRow.case_id).where(
            DecisionRow.over_at.is_(None), waits, DecisionRow.decided_by != me, ~has_said
        )
    )  # fmt: skip


def _place(session: Session, who: Viewer, after: int, key: HouseKey) -> Case | None:
    """Where the page before ended. The number of a case to which they are a party is answered like one that is none."""
    if not after:
        return None
    return session.scalars(select(Case).where(Case.number == after, *_of_others(who.account_id or 0, key))).first()


def _of_level(
    session: Session,
    level: ColumnElement[bool],
    wanted: tuple[ColumnElement[bool], ...],
    limit: int,
    place: Case | None,
) -> Sequence[CaseLine]:
    query = select(Case.id).where(level, *wanted)
    if place is not None:
        later = or_(Case.opened_at > place.opened_at, Case.id > place.id)
        query = query.where(Case.opened_at >= place.opened_at, later)
    ids = query.order_by(Case.opened_at, Case.id).limit(limit).subquery()
    return [_line(*row) for row in session.execute(_named(ids)).all()]


def _named(ids: Subquery) -> AnySelect:
    """With whom it is about and who has it: asked for the few of a page alone."""
    return (
        select(
            Case.id, Case.number, Case.subject, Case.state, Case.urgency, Case.asks_hold, Case.reports, Case.opened_at,
            Case.looked_at, Case.taken_by, _ABOUT.name, _ABOUT.host, Ally.host, _TAKER.name,
        )
        .select_from(ids)
        .join(Case, Case.id == ids.c.id)
        .outerjoin(_ABOUT, _ABOUT.id == Case.account_id)
        .outerjoin(_TAKER, _TAKER.id == Case.taken_by)
        .outerjoin(Ally, Ally.id == Case.ally_id)
        .order_by(Case.opened_at, Case.id)
    )  # fmt: skip


def _line(*row: Any) -> CaseLine:
    *facts, name, host, ally, taker = row
    handle = f"{name}@{host}" if host else name
    facts[2] = Subject(facts[2])
    return CaseLine(*facts, about=handle or ally or "", taken_name=taker or "")
