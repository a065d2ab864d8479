"""Proposals, what is said to them, and ballots. Never who chose what: no row of any table holds a ballot."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, SmallInteger, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.storage.tables import Base, key_part, partial_index

_ACCOUNT = "accounts.id"
_PROPOSAL = "proposals.id"
_IS_UNDER_WAY = text("state IN ('talk', 'ballot', 'adopted')")


class Proposal(Base):
    """What somebody wants to be otherwise. `change` is for whoever takes it up; nothing here reads it.

    `subject`: what it would change; of two that would change the same only one is under way. `concerns`: the account
    that it is about; nothing is decided before that has `accepted` what is asked of it. `method`, `quorum` (per cent)
    and the days are those of the day on which it was made. `edition` counts its texts. `force_days`: so long after it
    is adopted it takes force. `due_at`: when it goes on by itself. `outcome` says how it ended.
    """

    __tablename__ = "proposals"
    __table_args__ = (
        CheckConstraint("state IN ('talk', 'ballot', 'adopted', 'in_force', 'over')", name="state"),
        CheckConstraint("method IN ('consent', 'majority', 'two_thirds')", name="method"),
        CheckConstraint("(state = 'over') = (outcome <> '')", name="over_with_a_reason"),
        Index(
            "ix_proposals_one_under_way", "subject", unique=True,
            sqlite_where=_IS_UNDER_WAY, postgresql_where=_IS_UNDER_WAY,
        ),
        partial_index("ix_proposals_due", "due_at", where="due_at IS NOT NULL"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(10))
    subject: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(200))
    change: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(Text)
    proposed_by: Mapped[int | None] = mapped_column(ForeignKey(_ACCOUNT, ondelete="SET NULL"), index=True)
    concerns: Mapped[int | None] = mapped_column(ForeignKey(_ACCOUNT, ondelete="CASCADE"), index=True)
    accepted: Mapped[bool] = mapped_column(default=True)
    method: Mapped[str] = mapped_column(String(10))
    quorum: Mapped[int] = mapped_column(SmallInteger)
    talk_days: Mapped[int] = mapped_column(SmallInteger)
    ballot_days: Mapped[int] = mapped_column(SmallInteger)
    force_days: Mapped[int] = mapped_column(SmallInteger)
    edition: Mapped[int] = mapped_column(SmallInteger, default=1)
    state: Mapped[str] = mapped_column(String(8), default="talk")
    outcome: Mapped[str] = mapped_column(String(12), default="")
    proposed_at: Mapped[datetime]
    talk_until: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]


class ProposalLine(Base):
    """Something said to a proposal, named on purpose: a remark, or an objection and what the proposer answers to it.

    `edition`: of the text it was said to. An objection stands while it is to the text as it is and not taken back.
    """

    __tablename__ = "proposal_lines"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    proposal_id: Mapped[int] = mapped_column(ForeignKey(_PROPOSAL, ondelete="CASCADE"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(_ACCOUNT, ondelete="CASCADE"), index=True)
    is_objection: Mapped[bool]
    words: Mapped[str] = mapped_column(Text)
    edition: Mapped[int] = mapped_column(SmallInteger)
    said_at: Mapped[datetime] = mapped_column(index=True)
    answer: Mapped[str] = mapped_column(Text, default="")
    taken_back: Mapped[bool] = mapped_column(default=False)


class Ballot(Base):
    """How a proposal is voted on: three counters in one row, so that whatever was counted last shows on all three.

    `entitled`: how many could vote, counted when it ended.
    """

    __tablename__ = "ballots"
    __table_args__ = (CheckConstraint("yes >= 0 AND no >= 0 AND abstain >= 0", name="counts"),)

    proposal_id: Mapped[int] = key_part(_PROPOSAL)
    ends_at: Mapped[datetime]
    yes: Mapped[int] = mapped_column(default=0)
    no: Mapped[int] = mapped_column(default=0)
    abstain: Mapped[int] = mapped_column(default=0)
    entitled: Mapped[int | None]


class BallotMark(Base):
    """That somebody has voted: a keyed hash, until the ballot ends. Ordered by it, so no row tells which came first."""

    __tablename__ = "ballot_marks"
    __table_args__ = {"sqlite_with_rowid": False}

    mark: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey(_PROPOSAL, ondelete="CASCADE"), index=True)
    until: Mapped[datetime]
