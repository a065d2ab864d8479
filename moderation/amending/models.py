"""The charter, version by version, and for how long people look after the house."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from app.storage.tables import Base, key_part


class Charter(Base):
    """One version of how this house decides, numbered from 1; the newest is in force. Nothing of it is ever changed.

    `quorum`: how many per cent of members past probation have to vote. `term_days`: how long somebody moderates or
    keeps the house, 0 for no end. `set_by`: the steward who set it, empty where it was adopted.
    """

    __tablename__ = "charters"
    __table_args__ = (
        CheckConstraint("method IN ('consent', 'majority', 'two_thirds')", name="method"),
        CheckConstraint("quorum BETWEEN 0 AND 100", name="quorum"),
        CheckConstraint("talk_days >= 1 AND ballot_days >= 1 AND term_days >= 0", name="days"),
    )

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    method: Mapped[str] = mapped_column(String(10))
    quorum: Mapped[int] = mapped_column(SmallInteger)
    talk_days: Mapped[int] = mapped_column(SmallInteger)
    ballot_days: Mapped[int] = mapped_column(SmallInteger)
    term_days: Mapped[int] = mapped_column(SmallInteger)
    since: Mapped[datetime]
    set_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"), index=True)
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("proposals.id", ondelete="SET NULL"), index=True)


class Term(Base):
    """Until when somebody has their role."""

    __tablename__ = "terms"

    account_id: Mapped[int] = key_part("accounts.id")
    role: Mapped[str] = mapped_column(String(10))
    since: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(index=True)
