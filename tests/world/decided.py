"""What people decided about posts: the row that a decision leaves, and its effect by the real actions."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.accounts.standing import Decision
from app.basics.clock import now
from app.basics.ids import new_id
from app.posts.actions import standing
from app.posts.models import Post
from app.storage.house import House
from moderation.decided.models import DecisionRow
from tests.world.cast import join
from tests.world.governing import BY_ONE, a_policy


@dataclass
class Moderators:
    """Noor, who decides about posts of this house under its policy."""

    house: House
    made: dict[int, Decision] = field(default_factory=dict[int, Decision])

    def __post_init__(self) -> None:
        self.noor = join(self.house, "noor", "moderator")
        self.version = a_policy(self.house, self.noor.id)

    def decide(self, measure: str, post_id: int, **particulars: Any) -> int:
        """In force at once; the decision's id."""
        decision_id = self.propose(measure, post_id)
        self.made[decision_id] = Decision(decision_id, measure, post_id=post_id, particulars=particulars)
        self.house.database.write_now(standing.restrict, self.made[decision_id], key=self.house.key, now=now())
        return decision_id

    def propose(self, measure: str, post_id: int, *, in_force: bool = True) -> int:
        """Its row alone."""
        return self.house.database.write_now(_note, measure, post_id, self.noor.id, self.version, in_force)

    def end(self, decision_id: int) -> None:
        """Its row is over, and nothing else of it."""
        over = update(DecisionRow).where(DecisionRow.id == decision_id).values(over_at=now(), outcome="overturned")
        self.house.database.write_now(lambda session: session.execute(over))

    def overturn(self, decision_id: int) -> None:
        """It is over, and the post as it was."""
        self.end(decision_id)
        self.house.database.write_now(standing.ease, self.made[decision_id], key=self.house.key, now=now())


@pytest.fixture
def moderators(house: House) -> Moderators:
    """Those who decide in Lantern House."""
    return Moderators(house)


def _note(session: Session, measure: str, post_id: int, by: int, version: int, in_force: bool) -> int:
    at = now()
    author_id = session.scalar(select(Post.author_id).where(Post.id == post_id))
    row = DecisionRow(
        id=new_id(at), subject="post", account_id=author_id, post_id=post_id, measure=measure, policy_version=version,
        clause_key=BY_ONE, reason_sealed=b"x" * 60, decided_by=by, needed=1, decided_at=at,
        in_force_at=at if in_force else None, ends_at=at + timedelta(days=1) if measure == "hold" else None,
        appeal_until=at + timedelta(days=14), evidence_until=at + timedelta(days=30), outcome="",
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row.id
