"""Appeals and what is said in them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.storage.tables import Base, key_part, partial_index

_ACCOUNT = "accounts.id"


class Appeal(Base):
    """One appeal of one decision. Silence past `answer_by` lifts the measure."""

    __tablename__ = "appeals"
    __table_args__ = (
        CheckConstraint("outcome IN ('', 'upheld', 'overturned', 'silence', 'withdrawn')", name="outcome"),
        partial_index("ix_appeals_open", "answer_by", where="outcome = ''"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id", ondelete="CASCADE"), unique=True)
    opened_at: Mapped[datetime]
    answer_by: Mapped[datetime]
    heard_by: Mapped[int | None] = mapped_column(ForeignKey(_ACCOUNT, ondelete="SET NULL"), index=True)
    reason_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    answered_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(String(10), default="")


class AppealLine(Base):
    """One thing said in an appeal, by its subject or by who hears it. Sealed."""

    __tablename__ = "appeal_lines"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    appeal_id: Mapped[int] = mapped_column(ForeignKey("appeals.id", ondelete="CASCADE"), index=True)
    by_subject: Mapped[bool]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    said_at: Mapped[datetime]


class Hearing(Base):
    """Somebody who says yes or no to what comes of an appeal, where more than one has to."""

    __tablename__ = "appeal_hearings"

    appeal_id: Mapped[int] = key_part("appeals.id")
    account_id: Mapped[int] = key_part(_ACCOUNT, index=True)
    overturns: Mapped[bool]
    said_at: Mapped[datetime]
