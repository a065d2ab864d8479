"""Words after a number sign, the posts that carry them, and who follows them."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.storage.tables import Base, key_part

_ACCOUNT = "accounts.id"
_POST = "posts.id"


class Tag(Base):
    """A word after a number sign, folded (`app.basics.tags`). How somebody writes it stands in their posts alone."""

    __tablename__ = "tags"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(100), unique=True)


class PostTag(Base):
    """A post that carries a tag. Messages carry none (P10)."""

    __tablename__ = "post_tags"
    __table_args__ = (Index("ix_post_tags_post", "post_id"), {"sqlite_with_rowid": False})

    tag_id: Mapped[int] = key_part("tags.id")
    post_id: Mapped[int] = key_part(_POST)


class TagFollow(Base):
    """A tag whose posts somebody wants in their home; known to nobody else."""

    __tablename__ = "tag_follows"

    account_id: Mapped[int] = key_part(_ACCOUNT)
    tag_id: Mapped[int] = key_part("tags.id", index=True)
    followed_at: Mapped[datetime]
