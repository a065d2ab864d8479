"""Drawing members by lot where fewer than three moderators are free of ties (P15)."""

import secrets
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import Session

from app.accounts.models import Account
from app.accounts.viewer import Viewer
from app.storage.sealing import HouseKey
from moderation.appeals import free, rules
from moderation.appeals.models import Appeal, Hearing
from moderation.decided.models import Agreement, DecisionRow
from moderation.jurors.letting_go import let_go
from moderation.jurors.models import Drawn
from moderation.jurors.queries import Part, may_be_drawn, may_take_part
from moderation.measures import Measure

ANSWER_WITHIN: Final = {"agree": timedelta(days=1), "hear": timedelta(days=2)}
A_PAGE: Final = 50
MOST_JURORS: Final = 1_000
_lot: Final = secrets.SystemRandom()


def draw_where_needed(session: Session, now: datetime, *, key: HouseKey) -> None:
    """A sweep: ask members by lot, anew where somebody declined, or said or did nothing in time.

    Who is a party, too close, new, or was asked for the same matter before is not among them.
    """
    let_go(session, now)
    for decision, said_yes in _each(session, _waiting_for_others()):
        _draw(session, decision, "agree", decision.needed - 1 - said_yes, key=key, now=now)
    for decision, said in _each(session, _waiting_to_be_heard()):
        _draw(session, decision, "hear", rules.to_uphold(Measure(decision.measure)) - said, key=key, now=now)


def _draw(session: Session, decision: DecisionRow, part: Part, needed: int, *, key: HouseKey, now: datetime) -> None:
    missing = needed - _asked(session, decision.id, part, now)
    if missing <= 0 or free.enough_moderators(session, decision, part, missing, key=key):
        return
    candidates = list(_who_can_be_drawn(session, decision.id))
    _lot.shuffle(candidates)
    for account_id in candidates:
        if missing == 0:
            return
        if free.has_no_part(session, Viewer.member(account_id), decision, key=key):
            session.add(
                Drawn(decision_id=decision.id, account_id=account_id, part=part, asked_at=now,
                      answer_by=now + ANSWER_WITHIN[part], answer="")
            )  # fmt: skip
            missing -= 1


def _each(session: Session, waiting: Select[DecisionRow, int]) -> Iterator[tuple[DecisionRow, int]]:
    """All of them, a page at a time: what cannot be helped now keeps nothing behind it from being helped."""
    after = 0
    while True:
        page = waiting.where(DecisionRow.id > after).order_by(DecisionRow.id).limit(A_PAGE)
        rows = session.execute(page).all()
        for decision, said in rows:
            after = decision.id
            yield decision, said
        if len(rows) < A_PAGE:
            return


def _waiting_for_others() -> Select[DecisionRow, int]:
    """With how many have said yes."""
    agreed = func.count().filter(Agreement.agrees.is_(True))
    waits = or_(DecisionRow.in_force_at.is_(None), DecisionRow.alone_until.is_not(None))
    return (
        select(DecisionRow, agreed)
        .outerjoin(Agreement, Agreement.decision_id == DecisionRow.id)
        .where(DecisionRow.over_at.is_(None), waits)
        .group_by(DecisionRow.id)
    )


def _waiting_to_be_heard() -> Select[DecisionRow, int]:
    """With how many have said what should come of it."""
    heard = select(func.count()).where(Hearing.appeal_id == Appeal.id).scalar_subquery()
    return (
        select(DecisionRow, heard)
        .join(Appeal, Appeal.decision_id == DecisionRow.id)
        .where(Appeal.outcome == "", or_(Appeal.heard_by.is_(None), heard > 0))
    )


def _asked(session: Session, decision_id: int, part: Part, now: datetime) -> int:
    """How many may still say yes, or did and have not said what they think."""
    agreed = exists().where(Agreement.decision_id == decision_id, Agreement.account_id == Drawn.account_id)
    heard = exists().where(
        Appeal.decision_id == decision_id, Hearing.appeal_id == Appeal.id, Hearing.account_id == Drawn.account_id
    )
    return session.scalar(
        select(func.count()).where(
            Drawn.decision_id == decision_id, Drawn.part == part, ~agreed, ~heard,
            exists().where(Account.id == Drawn.account_id, may_take_part()),
            or_(Drawn.answer == "yes", (Drawn.answer == "") & (Drawn.answer_by > now)),
        )
    ) or 0  # fmt: skip


def _who_can_be_drawn(session: Session, decision_id: int) -> Sequence[int]:
    """Whom nothing stands against, and who was not asked about this before."""
    asked_before = exists().where(Drawn.decision_id == decision_id, Drawn.account_id == Account.id)
    return session.scalars(select(Account.id).where(may_be_drawn(), ~asked_before).limit(MOST_JURORS)).all()
