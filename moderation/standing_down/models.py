"""Who was stood down."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.storage.tables import Base

_ACCOUNT = "accounts.id"


class StoodDown(Base):
    """Somebody was a moderator or a steward until another one stood them down."""

    __tablename__ = "stood_down"
    __table_args__ = (CheckConstraint("role IN ('moderator', 'steward')", name="role"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    account_id: Mapped[int] = mapped_column(ForeignKey(_ACCOUNT, ondelete="CASCADE"), index=True)
    stood_down_by: Mapped[int | None] = mapped_column(ForeignKey(_ACCOUNT, ondelete="SET NULL"), index=True)
    role: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(index=True)
