"""Pictures, in posts and not yet."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Integer, SmallInteger, String, false
from sqlalchemy.orm import Mapped, mapped_column

from app.storage.tables import Base

_ACCOUNT = "accounts.id"
_POST = "posts.id"


class Picture(Base):
    """A cleaned picture. `blob` names its files; `source_uri` is where an ally keeps its own until it is fetched.

    `draft_id`, `scheduled_id`: what holds a picture that is not posted yet. Those are sealed, so the picture says it.
    `hidden`: people decided so (`PostRestriction`).
    """

    __tablename__ = "pictures"
    __table_args__ = (CheckConstraint("position BETWEEN 0 AND 15", name="position"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    owner_id: Mapped[int] = mapped_column(ForeignKey(_ACCOUNT, ondelete="CASCADE"), index=True)
    post_id: Mapped[int | None] = mapped_column(ForeignKey(_POST, ondelete="CASCADE"), index=True)
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("drafts.id", ondelete="SET NULL"), index=True)
    scheduled_id: Mapped[int | None] = mapped_column(ForeignKey("scheduled_posts.id", ondelete="SET NULL"), index=True)
    position: Mapped[int] = mapped_column(SmallInteger, default=0)
    description: Mapped[str] = mapped_column(String(1500), default="")
    blob: Mapped[str] = mapped_column(String(60), unique=True)
    mime: Mapped[str] = mapped_column(String(20), default="")
    width: Mapped[int] = mapped_column(Integer, default=0)
    height: Mapped[int] = mapped_column(Integer, default=0)
    small_width: Mapped[int] = mapped_column(Integer, default=0)
    small_height: Mapped[int] = mapped_column(Integer, default=0)
    small_bytes: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    blurhash: Mapped[str] = mapped_column(String(60), default="")
    source_uri: Mapped[str] = mapped_column(String(800), default="")
    ready: Mapped[bool] = mapped_column(default=False)
    hidden: Mapped[bool] = mapped_column(default=False, server_default=false())
    made_at: Mapped[datetime]
