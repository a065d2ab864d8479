"""What a member does with a post: shows it, gives thanks for it, keeps it to find again."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.storage.tables import Base, key_part

_ACCOUNT = "accounts.id"
_POST = "posts.id"


class Boost(Base):
    """Somebody shows a post to their followers."""

    __tablename__ = "boosts"
    __table_args__ = (
        UniqueConstraint("account_id", "post_id"),
        Index("ix_boosts_post", "post_id"),
        Index("ix_boosts_page", "account_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    account_id: Mapped[int] = mapped_column(ForeignKey(_ACCOUNT, ondelete="CASCADE"))
    post_id: Mapped[int] = mapped_column(ForeignKey(_POST, ondelete="CASCADE"))
    uri: Mapped[str] = mapped_column(String(500), unique=True)
    boosted_at: Mapped[datetime]


class Favourite(Base):
    """A quiet thank-you, seen by the author alone."""

    __tablename__ = "favourites"
    __table_args__ = (
        Index("ix_favourites_post", "post_id"),
        Index("ix_favourites_page", "account_id", "favoured_at", "post_id"),
    )

    account_id: Mapped[int] = key_part(_ACCOUNT)
    post_id: Mapped[int] = key_part(_POST)
    uri: Mapped[str] = mapped_column(String(500), default="")
    favoured_at: Mapped[datetime]


class Bookmark(Base):
    """A post that somebody wants to find again; known to nobody else, its author included."""

    __tablename__ = "bookmarks"
    __table_args__ = (UniqueConstraint("account_id", "post_id"), Index("ix_bookmarks_page", "account_id", "id"))

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    account_id: Mapped[int] = mapped_column(ForeignKey(_ACCOUNT, ondelete="CASCADE"))
    post_id: Mapped[int] = mapped_column(ForeignKey(_POST, ondelete="CASCADE"), index=True)
