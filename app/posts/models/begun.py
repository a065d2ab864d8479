"""What is written and not posted yet. Which pictures belong to it is said by the pictures (`Picture.draft_id`)."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from app.storage.tables import Base

_ACCOUNT = "accounts.id"


class KeptDraft(Base):
    """Something begun and not posted, sealed to its writer's member key (P10)."""

    __tablename__ = "drafts"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    account_id: Mapped[int] = mapped_column(ForeignKey(_ACCOUNT, ondelete="CASCADE"), index=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    saved_at: Mapped[datetime] = mapped_column(index=True)


class ScheduledPost(Base):
    """Something that is posted by itself at a moment, sealed under the house key until then (P10)."""

    __tablename__ = "scheduled_posts"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    account_id: Mapped[int] = mapped_column(ForeignKey(_ACCOUNT, ondelete="CASCADE"), index=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    goes_at: Mapped[datetime] = mapped_column(index=True)
