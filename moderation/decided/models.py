"""Decisions. The database refuses one without a person, a clause of a version, or a reason (P13)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, LargeBinary, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from app.storage.tables import Base, key_part, partial_index

_ACCOUNT = "accounts.id"
# A sealed text is never shorter than nonce and tag: this one has words in it.
_SOME_WORDS = "length(reason_sealed) > 40"


class DecisionRow(Base):
    """One decision. In force once `needed` people have said yes (`in_force_at`), over when `over_at` says so.

    `particulars_sealed` is JSON: what a measure needs beside its name (a warning's words, which pictures). `described`:
    what the decider saw, where pictures are not kept (P16). `alone_until`: until when it holds on one moderator's word,
    where nobody else could say yes (P15). `outcome`: how it ended, empty while it stands.
    """

    __tablename__ = "decisions"
    __table_args__ = (
        ForeignKeyConstraint(
            ["policy_version", "clause_key"],
            ["policy_clauses.version", "policy_clauses.key"],
            name="fk_decisions_clause",
        ),
        CheckConstraint("subject IN ('post', 'account', 'ally')", name="subject"),
        CheckConstraint(_SOME_WORDS, name="says_why"),
        CheckConstraint("needed BETWEEN 1 AND 3", name="needed"),
        CheckConstraint("outcome IN ('', 'declined', 'ran_out', 'eased', 'overturned')", name="outcome"),
        partial_index("ix_decisions_ends_at", "ends_at", where="over_at IS NULL AND ends_at IS NOT NULL"),
        partial_index("ix_decisions_waiting", "decided_at", where="in_force_at IS NULL AND over_at IS NULL"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id", ondelete="SET NULL"), index=True)
    subject: Mapped[str] = mapped_column(String(8))
    account_id: Mapped[int | None] = mapped_column(ForeignKey(_ACCOUNT, ondelete="CASCADE"), index=True)
    post_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id", ondelete="SET NULL"), index=True)
    ally_id: Mapped[int | None] = mapped_column(ForeignKey("allies.id", ondelete="CASCADE"), index=True)
    measure: Mapped[str] = mapped_column(String(14))
    policy_version: Mapped[int]
    clause_key: Mapped[int]
    reason_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    particulars_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    described_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey(_ACCOUNT, ondelete="SET NULL"), index=True)
    needed: Mapped[int] = mapped_column(SmallInteger)
    decided_at: Mapped[datetime]
    in_force_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    review_at: Mapped[datetime | None]
    alone_until: Mapped[datetime | None]
    appeal_until: Mapped[datetime]
    evidence_until: Mapped[datetime] = mapped_column(index=True)
    over_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(String(10), default="")
    seen_at: Mapped[datetime | None]


class Agreement(Base):
    """Another person's yes or no to a decision that needs more than one."""

    __tablename__ = "agreements"

    decision_id: Mapped[int] = key_part("decisions.id")
    account_id: Mapped[int] = key_part(_ACCOUNT, index=True)
    agrees: Mapped[bool]
    said_at: Mapped[datetime]
