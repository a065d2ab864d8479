"""Whose home shows what."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String
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


class Marker(Base):
    """How far a member has read in one of two lists; `last_read_id` may be of something that is gone."""

    __tablename__ = "markers"
    __table_args__ = (CheckConstraint("timeline IN ('home', 'notifications')", name="timeline"),)

    account_id: Mapped[int] = key_part("accounts.id")
    timeline: Mapped[str] = mapped_column(String(13), primary_key=True)
    last_read_id: Mapped[int]
    version: Mapped[int]
    moved_at: Mapped[datetime]


class PeopleList(Base):
    """Some of the people a member follows, under a title that only they know: it is sealed under the house key."""

    __tablename__ = "lists"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    owner_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    title_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    replies: Mapped[bool] = mapped_column(default=True)
    leaves_home: Mapped[bool] = mapped_column(default=False)


class Listed(Base):
    """Somebody in a list; they are not told and cannot find out."""

    __tablename__ = "list_members"

    list_id: Mapped[int] = key_part("lists.id")
    account_id: Mapped[int] = key_part("accounts.id", index=True)
