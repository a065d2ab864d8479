"""What was decided about posts and takes effect on them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.storage.tables import Base


class PostRestriction(Base):
    """A decision in force about a post. `kept_sealed`: what it takes to restore the post whole, with the house key."""

    __tablename__ = "post_restrictions"
    __table_args__ = (CheckConstraint("measure IN ('add_warning', 'hide_picture', 'hold', 'remove')", name="measure"),)

    decision_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id", ondelete="CASCADE"), index=True)
    measure: Mapped[str] = mapped_column(String(14))
    ends_at: Mapped[datetime | None]
    kept_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)


class FormerAddress(Base):
    """Where a post was for allies before it was removed and came back; whoever wrote that down still finds it here."""

    __tablename__ = "former_addresses"

    uri: Mapped[str] = mapped_column(String(500), primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id", ondelete="CASCADE"), index=True)
