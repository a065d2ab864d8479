"""The notice: what whoever is concerned reads of a decision, which is everything but who decided (P14)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.storage.sealing import HouseKey
from moderation.decided import sealing
from moderation.decided.models import DecisionRow
from moderation.measures import Measure, Subject
from moderation.policy.clauses import ClauseText, clause


@dataclass(frozen=True, slots=True)
class Notice:
    """One decision in the words in which its subject reads it; `id` is 0 while it is only looked at.

    `clause`: as it stood, in the reader's language where the house has it. `people`: how many persons have to say yes.
    `alone_until`: until when it holds on one moderator's word. `over_at`: when it held no more, `outcome` says why.
    """

    id: int
    measure: Measure
    subject: Subject
    account_id: int | None
    post_id: int | None
    ally_id: int | None
    clause: ClauseText
    reason: str
    particulars: Mapping[str, Any]
    described: str
    people: int
    decided_at: datetime
    in_force_at: datetime | None
    ends_at: datetime | None
    review_at: datetime | None
    alone_until: datetime | None
    appeal_until: datetime
    over_at: datetime | None = None
    outcome: str = ""

    @property
    def stands(self) -> bool:
        """Whether it is in force and not over."""
        return self.in_force_at is not None and self.over_at is None

    @property
    def is_about_post(self) -> bool:
        """Whether it was decided about a post, which may be deleted since."""
        return self.subject is Subject.POST or self.post_id is not None

    @property
    def until(self) -> datetime | None:
        """When it ends by itself, as things are."""
        return self.alone_until or self.ends_at


def notice_of(session: Session, row: DecisionRow, *, key: HouseKey, language: str = "") -> Notice:
    """What the row says, opened."""
    return Notice(
        id=row.id,
        measure=Measure(row.measure),
        subject=Subject(row.subject),
        account_id=row.account_id,
        post_id=row.post_id,
        ally_id=row.ally_id,
        clause=clause(session, row.policy_version, row.clause_key, language=language),
        reason=sealing.reason_of(row, key),
        particulars=sealing.particulars_of(row, key),
        described=sealing.described_in(row, key),
        people=row.needed,
        decided_at=row.decided_at,
        in_force_at=row.in_force_at,
        ends_at=row.ends_at,
        review_at=row.review_at,
        alone_until=row.alone_until,
        appeal_until=row.appeal_until,
        over_at=row.over_at,
        outcome=row.outcome,
    )
