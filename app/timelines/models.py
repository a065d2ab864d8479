"""Whose home shows what."""

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.storage.tables import Base, key_part


class FeedEntry(Base):
    """A post (or somebody's boost of it) in a member's home. `entry_id` is the post's id, or the boost's."""

    __tablename__ = "feed_entries"
    __table_args__ = (
        Index("ix_feed_entries_post", "post_id"),
        Index("ix_feed_entries_page", "owner_id", "entry_id", "post_id", "booster_id"),
        {"sqlite_with_rowid": False},
    )

    owner_id: Mapped[int] = key_part("accounts.id")
    entry_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id", ondelete="CASCADE"))
    booster_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
