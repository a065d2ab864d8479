"""Reading appeals: one's own, and those that somebody may hear."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import Session

from app.accounts.viewer import Viewer
from app.basics.errors import NotFound
from app.storage.sealing import HouseKey
from moderation.appeals import free, rules
from moderation.appeals.hearing import REASON
from moderation.appeals.models import Appeal
from moderation.decided.models import DecisionRow
from moderation.jurors.models import Drawn
from moderation.jurors.queries import took_part
from moderation.measures import Measure

MOST = 50


@dataclass(frozen=True, slots=True)
class OwnAppeal:
    """An appeal as its subject sees it: that somebody hears it, never who."""

    id: int
    decision_id: int
    measure: Measure
    opened_at: datetime
    answer_by: datetime
    is_heard: bool
    outcome: str
    answered_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class AppealToHear:
    """An appeal as whoever may hear it sees it.

    `mine`: they took it; `has_said`: they said what should come of it; `people`: how many have to say that it stays.
    `wants_another`: somebody wants a severe measure to stay, and another person has to look.
    `first_reason`: why, once they may look.
    """

    id: int
    decision_id: int
    case_id: int | None
    account_id: int | None
    measure: Measure
    opened_at: datetime
    answer_by: datetime
    mine: bool
    is_taken: bool
    wants_another: bool
    has_said: bool
    people: int
    outcome: str
    first_reason: str = ""


def of_decision(session: Session, account_id: int, decision_id: int, *, key: HouseKey) -> OwnAppeal | None:
    """The appeal that this member made of that decision, if they did."""
    found = session.execute(
        select(Appeal, DecisionRow.measure)
        .join(DecisionRow, DecisionRow.id == Appeal.decision_id)
        .where(Appeal.decision_id == decision_id, DecisionRow.account_id == account_id)
    ).first()
    return None if found is None else _own(found[0], found[1], key)


def own(session: Session, account_id: int, appeal_id: int, *, key: HouseKey) -> OwnAppeal:
    """One of this member's appeals; raises NotFound."""
    found = session.get(Appeal, appeal_id)
    about = None if found is None else session.get(DecisionRow, found.decision_id)
    if found is None or about is None or about.account_id != account_id:
        raise NotFound
    return _own(found, about.measure, key)


def all_own(session: Session, account_id: int, *, key: HouseKey, most: int = MOST) -> Sequence[OwnAppeal]:
    """This member's appeals, newest first."""
    rows = session.execute(
        select(Appeal, DecisionRow.measure)
        .join(DecisionRow, DecisionRow.id == Appeal.decision_id)
        .where(DecisionRow.account_id == account_id)
        .order_by(Appeal.id.desc())
        .limit(most)
    ).all()
    return [_own(row[0], row[1], key) for row in rows]


def to_hear(session: Session, who: Viewer, *, key: HouseKey) -> Sequence[AppealToHear]:
    """Open appeals that this person may hear or hears, the soonest due first. Nothing they have a part in."""
    theirs = (
        one
        for appeal, decision in _open_for(session, who)
        if free.has_no_part(session, who, decision, key=key)
        and _asks(one := _as_heard(session, who, appeal, decision, key))
    )
    return list(islice(theirs, MOST))


def hearing(session: Session, who: Viewer, appeal_id: int, *, key: HouseKey) -> AppealToHear:
    """One appeal for whoever may hear it; whoever was drawn reads it until it has ended.

    Raises NotFound for others, Forbidden for whoever has a part in it.
    """
    found = session.get(Appeal, appeal_id)
    if found is None:
        raise NotFound
    if not who.is_moderator and (found.outcome or not took_part(session, who, found.decision_id, "hear")):
        raise NotFound
    decision = session.get_one(DecisionRow, found.decision_id)
    free.must_have_no_part(session, who, decision, key=key)
    return _as_heard(session, who, found, decision, key)


def _own(found: Appeal, measure: str, key: HouseKey) -> OwnAppeal:
    sealed = found.reason_sealed if found.outcome else None
    return OwnAppeal(
        id=found.id,
        decision_id=found.decision_id,
        measure=Measure(measure),
        opened_at=found.opened_at,
        answer_by=found.answer_by,
        is_heard=found.heard_by is not None,
        outcome=found.outcome,
        answered_at=found.answered_at,
        reason=key.open(sealed, REASON).decode() if sealed else "",
    )


def _asks(one: AppealToHear) -> bool:
    """Whether there is anything in it for this person to do."""
    return one.mine or not one.is_taken or one.wants_another


def _open_for(session: Session, who: Viewer) -> Iterator[tuple[Appeal, DecisionRow]]:
    """All of them, a page at a time: what others hear, or what this person may not, hides nothing behind it."""
    query = (
        select(Appeal, DecisionRow)
        .join(DecisionRow, DecisionRow.id == Appeal.decision_id)
        .where(Appeal.outcome == "")
        .order_by(Appeal.answer_by, Appeal.id)
        .limit(MOST)
    )
    if not who.is_moderator:
        drawn = (Drawn.decision_id == DecisionRow.id, Drawn.account_id == who.account_id)
        query = query.where(exists().where(*drawn, Drawn.part == "hear", Drawn.answer == "yes"))
    rows = session.execute(query).all()
    while rows:
        for row in rows:
            yield row[0], row[1]
        last: Appeal = rows[-1][0]
        later = or_(Appeal.answer_by > last.answer_by, and_(Appeal.answer_by == last.answer_by, Appeal.id > last.id))
        rows = session.execute(query.where(later)).all() if len(rows) == MOST else []


def _as_heard(session: Session, who: Viewer, found: Appeal, decision: DecisionRow, key: HouseKey) -> AppealToHear:
    said = free.heard_already(session, found.id)
    wants_another = bool(said) and not found.outcome and who.account_id not in said
    return AppealToHear(
        id=found.id,
        decision_id=decision.id,
        case_id=decision.case_id,
        account_id=decision.account_id,
        measure=Measure(decision.measure),
        opened_at=found.opened_at,
        answer_by=found.answer_by,
        mine=found.heard_by == who.account_id,
        is_taken=found.heard_by is not None,
        wants_another=wants_another and len(said) < rules.to_uphold(Measure(decision.measure)),
        has_said=who.account_id in said,
        people=rules.to_uphold(Measure(decision.measure)),
        outcome=found.outcome,
        first_reason=key.open(found.reason_sealed, REASON).decode() if said and found.reason_sealed else "",
    )
