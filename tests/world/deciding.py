"""Cases to decide, and those who decide them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.viewer import Viewer
from app.basics.ids import new_id
from app.posts.models import Post
from app.storage.house import House
from moderation import decisions
from moderation.cases.models import Case
from moderation.decided.models import DecisionRow
from moderation.decisions import Draft
from moderation.measures import Measure
from tests.world.cast import NOON, Member
from tests.world.governing import BY_ONE

REASON = "This speaks of somebody as nobody here wants to be spoken of."


def a_case(
    house: House, *, post_id: int | None = None, account_id: int | None = None, ally_id: int | None = None
) -> int:
    """Somebody asked that this be looked at; the case's id."""

    def opened(session: Session) -> int:
        author = session.scalar(select(Post.author_id).where(Post.id == post_id)) if post_id else account_id
        number = (session.scalar(select(func.max(Case.number))) or 0) + 1
        subject = "post" if post_id else "account" if account_id else "ally"
        case = Case(
            id=new_id(NOON), number=number, subject=subject, subject_id=post_id or account_id or ally_id,
            account_id=author, post_id=post_id, ally_id=ally_id, state="open", opened_at=NOON,
        )  # fmt: skip
        session.add(case)
        session.flush()
        return case.id

    return house.database.write_now(opened)


@dataclass(frozen=True)
class Decider:
    """Somebody who decides, as the pages let them."""

    member: Member
    role: str = "moderator"

    @property
    def viewer(self) -> Viewer:
        return Viewer.member(self.member.id, self.role)

    def decides(
        self, case_id: int, measure: Measure, clause_key: int = BY_ONE, reason: str = REASON, *, at: datetime = NOON,
        **more: Any,
    ) -> int:  # fmt: skip
        draft = Draft(case_id, measure, clause_key, reason, **more)
        return self._does(decisions.decide, draft, at=at)

    def looks_at(
        self, case_id: int, measure: Measure, clause_key: int = BY_ONE, reason: str = REASON, *, at: datetime = NOON,
        language: str = "", **more: Any,
    ) -> decisions.Notice:  # fmt: skip
        draft = Draft(case_id, measure, clause_key, reason, **more)
        house = self.member.house
        return house.database.read_now(decisions.look_at, self.viewer, draft, key=house.key, now=at, language=language)

    def agrees(self, decision_id: int, *, at: datetime = NOON) -> None:
        self._does(decisions.agree, decision_id, at=at)

    def declines(self, decision_id: int, *, at: datetime = NOON) -> None:
        self._does(decisions.decline, decision_id, at=at)

    def eases(self, decision_id: int, *, at: datetime = NOON) -> None:
        self._does(decisions.ease, decision_id, at=at)

    def lets_stand(self, decision_id: int, *, at: datetime = NOON) -> None:
        self._does(decisions.let_stand, decision_id, at=at)

    def _does(self, act: Any, what: Any, *, at: datetime) -> Any:
        house = self.member.house
        return house.database.write_now(act, self.viewer, what, key=house.key, now=at)


def decision(house: House, decision_id: int) -> DecisionRow:
    """The row as it stands."""
    return house.database.read_now(lambda session: session.get_one(DecisionRow, decision_id))


def time_passes(house: House, now: datetime) -> None:
    """The sweep that ends what is over by then."""
    while house.database.write_now(decisions.run_out, now, key=house.key):
        pass
