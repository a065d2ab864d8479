"""Reading who was drawn: for the drawn themselves, and for whoever asks whether somebody may take a part."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from app.accounts.models import Account, Credential, Newcomer
from app.accounts.viewer import Viewer
from moderation.appeals.models import Appeal
from moderation.decided.models import DecisionRow
from moderation.jurors.models import Drawn, Juror
from moderation.standing_down.models import StoodDown

Part = Literal["agree", "hear"]
MOST = 50

_WAITS = and_(
    DecisionRow.over_at.is_(None), or_(DecisionRow.in_force_at.is_(None), DecisionRow.alone_until.is_not(None))
)
_GOES_ON = or_(and_(Drawn.part == "agree", _WAITS), and_(Drawn.part == "hear", func.coalesce(Appeal.outcome, "") == ""))


@dataclass(frozen=True, slots=True)
class DrawnFor:
    """One matter that a member was drawn for. `appeal_id` is 0 where there is none."""

    decision_id: int
    part: Part
    asked_at: datetime
    answer_by: datetime
    answer: str
    appeal_id: int = 0


def may_take_part() -> ColumnElement[bool]:
    """Over `accounts`: whoever is here, and limited or suspended by no decision."""
    return and_(Account.is_there, ~Account.limited, exists().where(Credential.account_id == Account.id))


def may_be_drawn() -> ColumnElement[bool]:
    """Over `accounts`: members past probation who consented. Moderators take part as such.

    Whoever was stood down lately, and not by themselves, is not among them: somebody else may have their phone.
    """
    by_others = StoodDown.stood_down_by.is_distinct_from(StoodDown.account_id)
    return and_(
        Account.host == "", Account.role == "member", may_take_part(),
        exists().where(Juror.account_id == Account.id),
        ~exists().where(Newcomer.account_id == Account.id),
        ~exists().where(StoodDown.account_id == Account.id, by_others),
    )  # fmt: skip


def can_anybody_be_drawn(session: Session) -> bool:
    """Whether there is anybody at all among whom a lot could be cast: asked of no case, so that it tells of none."""
    return bool(session.scalar(select(exists().where(may_be_drawn()))))


def took_part(session: Session, who: Viewer, decision_id: int, part: Part) -> bool:
    """Whether this member was drawn for that part of that decision, said yes, and nothing stands against them since."""
    drawn = Drawn.decision_id == decision_id, Drawn.account_id == who.account_id, Drawn.part == part
    may = exists().where(Account.id == Drawn.account_id, may_take_part())
    return bool(session.scalar(select(exists().where(*drawn, Drawn.answer == "yes", may))))


def asked(session: Session, *, now: datetime) -> frozenset[int]:
    """Everybody who was drawn and has not answered yet."""
    return frozenset(session.scalars(select(Drawn.account_id).where(Drawn.answer == "", Drawn.answer_by > now)))


def drawn_for(session: Session, account_id: int, *, now: datetime) -> Sequence[DrawnFor]:
    """What they are asked, and what they took; what they declined, let pass or have done is not among it.

    What they were let go from is, while it goes on: nobody wonders where it went.
    """
    rows = session.execute(
        select(
            Drawn.decision_id, Drawn.part, Drawn.asked_at, Drawn.answer_by, Drawn.answer, func.coalesce(Appeal.id, 0)
        )
        .join(DecisionRow, DecisionRow.id == Drawn.decision_id)
        .outerjoin(Appeal, Appeal.decision_id == Drawn.decision_id)
        .where(Drawn.account_id == account_id, Drawn.answer != "no")
        .where(or_(and_(Drawn.answer == "", Drawn.answer_by > now), and_(Drawn.answer.in_(("yes", "let")), _GOES_ON)))
        .order_by(Drawn.asked_at.desc())
        .limit(MOST)
    ).all()
    return [DrawnFor(*row) for row in rows]
