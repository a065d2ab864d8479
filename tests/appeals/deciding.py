"""Decisions to appeal: made as moderators make them, or as rows where what led to them does not matter."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.models import Account
from app.accounts.viewer import Viewer
from app.basics.clock import now
from app.basics.ids import new_id
from app.storage.house import House
from moderation import decisions
from moderation.appeals import appealing, hearing, queries
from moderation.appeals.hearing import Answer
from moderation.appeals.models import Appeal
from moderation.appeals.queries import OwnAppeal
from moderation.decided import sealing
from moderation.decided.models import DecisionRow
from moderation.decisions import Draft
from moderation.measures import ON_ACCOUNTS, ON_POSTS, Measure
from moderation.policy.models import PolicyVersion
from tests.world.cast import Member, join
from tests.world.governing import BY_ONE, BY_PANEL, BY_TWO, a_policy
from tests.world.governing_cases import reports, reports_account
from tests.world.hosts import draws_a_picture

T = TypeVar("T")

WHY = "You wrote to her again after she had said no."
AGAINST = "I never wrote to her after that."
STAYS = "We read everything again, and it stays."
WRONG = "The messages were from before she said no."


@dataclass
class Governed:
    """A house with a policy, its people who decide, Marisol whom it is about, and Juno who reported."""

    house: House
    steward: Member
    robin: Member
    sasha: Member
    marisol: Member
    juno: Member

    def does(self, work: Callable[..., T], *given: object, at: datetime | None = None, **named: object) -> T:
        return self.house.database.write_now(work, *given, key=self.house.key, now=at or now(), **named)

    def reads(self, work: Callable[..., T], *given: object) -> T:
        return self.house.database.read_now(work, *given, key=self.house.key)

    def is_decided(
        self, measure: Measure, *, post_id: int | None = None, clause: int = BY_ONE, at: datetime | None = None,
        particulars: Mapping[str, object] | None = None,
    ) -> int:  # fmt: skip
        """Juno reports, Robin decides, and where it takes more the others agree; the decision's id."""
        case = reports_account(self.juno, self.marisol.id) if post_id is None else reports(self.juno, post_id)
        draft = Draft(case, measure, clause, WHY, particulars=particulars or {})
        decision_id = self.does(decisions.decide, viewer(self.robin), draft, at=at)
        for other in (self.steward, self.sasha):
            if self.row(decision_id).in_force_at is None:
                self.does(decisions.agree, viewer(other), decision_id, at=at)
        return decision_id

    def any_decision(self, measure: Measure) -> int:
        """Some decision of that kind, under a clause that allows it and by as many as it takes; its id."""
        post_id, particulars = None, dict[str, object]()
        if measure in ON_POSTS or measure is Measure.ASK_CHANGE:
            picture = draws_a_picture(self.marisol)
            post_id = self.marisol.posts("Ask @juno about it", "community", pictures=[picture])
            particulars = {"warning": "somebody's street", "pictures": [picture]}
        clause = BY_PANEL if measure is Measure.END_ACCOUNT else BY_TWO if measure in ON_ACCOUNTS else BY_ONE
        return self.is_decided(measure, post_id=post_id, clause=clause, particulars=particulars)

    def is_decided_alone(self, post_id: int) -> int:
        """Juno reports a post, and Robin removes it under a clause that asks for two; the decision's id."""
        draft = Draft(reports(self.juno, post_id), Measure.REMOVE, BY_TWO, WHY)
        return self.does(decisions.decide, viewer(self.robin), draft)

    def removed(self, text: str = "Ask @juno about it", at: datetime | None = None) -> tuple[int, int]:
        """A post of Marisol's is removed; its id, and the decision's."""
        post_id = self.marisol.posts(text, "community")
        return post_id, self.is_decided(Measure.REMOVE, post_id=post_id, at=at)

    def suspended(self) -> int:
        return self.is_decided(Measure.SUSPEND, clause=BY_TWO)

    def appeals(self, decision_id: int, words: str = AGAINST, *, at: datetime | None = None) -> int:
        """Marisol appeals."""
        return self.does(appealing.appeal, self.marisol.id, decision_id, words, at=at)

    def takes(self, who: Member, appeal_id: int) -> None:
        self.does(hearing.take, viewer(who), appeal_id)

    def answers(
        self, who: Member, appeal_id: int, *, overturns: bool, reason: str = "", at: datetime | None = None
    ) -> bool:
        given = Answer(overturns, reason or (WRONG if overturns else STAYS))
        return self.does(hearing.answer, viewer(who), appeal_id, given, at=at)

    def own(self, appeal_id: int) -> OwnAppeal:
        """As Marisol reads it."""
        return self.reads(queries.own, self.marisol.id, appeal_id)

    def row(self, decision_id: int) -> DecisionRow:
        return self.house.database.read_now(lambda session: session.get_one(DecisionRow, decision_id))

    def appeal(self, appeal_id: int) -> Appeal:
        return self.house.database.read_now(lambda session: session.get_one(Appeal, appeal_id))

    def account(self) -> Account:
        """Marisol's, as it stands."""
        return self.house.database.read_now(lambda session: session.get_one(Account, self.marisol.id))


@pytest.fixture
def governed(house: House) -> Governed:
    return govern(house)


def govern(house: House) -> Governed:
    """Lantern House with Vera, Robin and Sasha, who look after it, Marisol and Juno."""
    vera = join(house, "vera", "steward")
    a_policy(house, vera.id)
    robin, sasha = join(house, "robin", "moderator"), join(house, "sasha", "moderator")
    return Governed(house, vera, robin, sasha, join(house, "marisol"), join(house, "juno"))


def viewer(member: Member) -> Viewer:
    """As whoever they are by now."""
    role = member.house.database.read_now(lambda session: session.get_one(Account, member.id).role)
    return Viewer.member(member.id, role)


def a_decision(
    house: House, about: Member, *, measure: str = "word", at: datetime | None = None, **more: object
) -> int:
    """A decision in force about a member, by a steward made for it if there is none; its id."""
    decided_by = more.pop("decided_by", None) or _a_steward(house)
    if not house.database.read_now(lambda session: session.scalar(select(func.count(PolicyVersion.number)))):
        a_policy(house, decided_by)  # type: ignore[arg-type]
    moment = at or now()
    given: dict[str, Any] = {
        "subject": "account", "account_id": about.id, "policy_version": 1, "clause_key": BY_ONE, "needed": 1,
        "reason_sealed": house.key.seal(WHY.encode(), sealing.REASON), "decided_by": decided_by,
        "in_force_at": moment, "appeal_until": moment + timedelta(days=30),
        "evidence_until": moment + timedelta(days=60), **more,
    }  # fmt: skip

    def add(session: Session) -> int:
        row = DecisionRow(id=new_id(moment), measure=measure, decided_at=moment, outcome="", **given)
        session.add(row)
        session.flush()
        return row.id

    return house.database.write_now(add)


def _a_steward(house: House) -> int:
    found = house.database.read_now(
        lambda session: session.scalar(select(Account.id).where(Account.role == "steward").order_by(Account.id))
    )
    return found or join(house, "vera", "steward").id
