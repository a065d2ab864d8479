"""Who may be drawn, and who was."""

from datetime import datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from app.storage.tables import Base, key_part

_ACCOUNT = "accounts.id"


class Juror(Base):
    """A member who consented to be drawn. The row goes when they take it back."""

    __tablename__ = "jurors"

    account_id: Mapped[int] = key_part(_ACCOUNT)
    since: Mapped[datetime]


class Drawn(Base):
    """A member was drawn for one decision: to be the second to decide (`agree`), or to hear its appeal (`hear`).

    Nobody takes both parts. `answer`: empty until they say yes or no; whoever says nothing by `answer_by` is no
    longer asked. Whoever said yes does something by then, or is let go (`let`).
    """

    __tablename__ = "drawn_jurors"
    __table_args__ = (
        CheckConstraint("part IN ('agree', 'hear')", name="part"),
        CheckConstraint("answer IN ('', 'yes', 'no', 'let')", name="answer"),
    )

    decision_id: Mapped[int] = key_part("decisions.id")
    account_id: Mapped[int] = key_part(_ACCOUNT, index=True)
    part: Mapped[str] = mapped_column(String(5))
    asked_at: Mapped[datetime]
    answer_by: Mapped[datetime]
    answer: Mapped[str] = mapped_column(String(3), default="")
