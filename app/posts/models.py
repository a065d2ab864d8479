"""Posts and what belongs to them."""

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.storage.tables import Base, key_part, partial_index

_ACCOUNT = "accounts.id"
_POST = "posts.id"


class Post(Base):
    """One post, of a member or of an ally's. Rendered and encoded once, when it is written.

    `body` is the client-API entity without its author, the viewer's marks and the addresses of its pictures
    (decision 0008). `bound_ally_id`: the one house beside this that may read it, because it answers a post of that
    house which is not for everybody (P23). `foreign_ally_id`: the house it came from; None for our own. `sealed`: all
    that is to be read of a message between named people, whose other columns then say nothing (P10).
    """

    __tablename__ = "posts"
    __table_args__ = (
        CheckConstraint("audience IN ('open', 'allies', 'community', 'followers', 'mentioned')", name="audience"),
        CheckConstraint("uri <> ''", name="has_address"),
        partial_index("ix_posts_community", "id", where="in_community"),
        Index("ix_posts_author", "author_id", "id"),
        partial_index("ix_posts_reply_to", "reply_to_id", where="reply_to_id IS NOT NULL"),
        Index("ix_posts_thread", "thread_id", "id"),
        partial_index("ix_posts_ends_at", "ends_at", where="ends_at IS NOT NULL"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    uri: Mapped[str] = mapped_column(String(500), unique=True)
    author_id: Mapped[int] = mapped_column(ForeignKey(_ACCOUNT, ondelete="CASCADE"))
    is_ours: Mapped[bool]
    in_community: Mapped[bool]
    audience: Mapped[str] = mapped_column(String(10))
    bound_ally_id: Mapped[int | None] = mapped_column(ForeignKey("allies.id", ondelete="CASCADE"), index=True)
    foreign_ally_id: Mapped[int | None] = mapped_column(ForeignKey("allies.id", ondelete="CASCADE"), index=True)
    source: Mapped[str] = mapped_column(Text)
    content: Mapped[str] = mapped_column(Text)
    sanitiser: Mapped[int] = mapped_column(SmallInteger)
    warning: Mapped[str] = mapped_column(String(500))
    language: Mapped[str] = mapped_column(String(12))
    reply_to_id: Mapped[int | None] = mapped_column(ForeignKey(_POST, ondelete="SET NULL"))
    reply_to_account_id: Mapped[int | None] = mapped_column(ForeignKey(_ACCOUNT, ondelete="SET NULL"), index=True)
    reply_to_uri: Mapped[str] = mapped_column(String(500), default="")
    thread_id: Mapped[int]
    pictures: Mapped[int] = mapped_column(SmallInteger, default=0)
    written_at: Mapped[datetime]
    body: Mapped[bytes] = mapped_column(LargeBinary)
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    ends_at: Mapped[datetime | None]


class Mention(Base):
    """Somebody a post is addressed to. `requested`: a message from somebody they do not know, not accepted yet."""

    __tablename__ = "mentions"

    post_id: Mapped[int] = key_part(_POST)
    account_id: Mapped[int] = key_part(_ACCOUNT, index=True)
    requested: Mapped[bool] = mapped_column(default=False)


class PostKey(Base):
    """The key of a sealed message, sealed to one of its readers' member keys (P10)."""

    __tablename__ = "post_keys"

    post_id: Mapped[int] = key_part(_POST)
    account_id: Mapped[int] = key_part(_ACCOUNT, index=True)
    key_sealed: Mapped[bytes] = mapped_column(LargeBinary)


class Picture(Base):
    """A cleaned picture. `blob` names its files; `source_uri` is where an ally keeps its own until it is fetched."""

    __tablename__ = "pictures"
    __table_args__ = (CheckConstraint("position BETWEEN 0 AND 15", name="position"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    owner_id: Mapped[int] = mapped_column(ForeignKey(_ACCOUNT, ondelete="CASCADE"), index=True)
    post_id: Mapped[int | None] = mapped_column(ForeignKey(_POST, ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(SmallInteger, default=0)
    description: Mapped[str] = mapped_column(String(1500), default="")
    blob: Mapped[str] = mapped_column(String(60), unique=True)
    mime: Mapped[str] = mapped_column(String(20), default="")
    width: Mapped[int] = mapped_column(Integer, default=0)
    height: Mapped[int] = mapped_column(Integer, default=0)
    small_width: Mapped[int] = mapped_column(Integer, default=0)
    small_height: Mapped[int] = mapped_column(Integer, default=0)
    blurhash: Mapped[str] = mapped_column(String(60), default="")
    source_uri: Mapped[str] = mapped_column(String(800), default="")
    ready: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime]


class Boost(Base):
    """Somebody shows a post to their followers."""

    __tablename__ = "boosts"
    __table_args__ = (UniqueConstraint("account_id", "post_id"), Index("ix_boosts_post", "post_id"))

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    account_id: Mapped[int] = mapped_column(ForeignKey(_ACCOUNT, ondelete="CASCADE"))
    post_id: Mapped[int] = mapped_column(ForeignKey(_POST, ondelete="CASCADE"))
    uri: Mapped[str] = mapped_column(String(500), unique=True)
    boosted_at: Mapped[datetime]


class Favourite(Base):
    """A quiet thank-you, seen by the author alone."""

    __tablename__ = "favourites"
    __table_args__ = (Index("ix_favourites_post", "post_id"),)

    account_id: Mapped[int] = key_part(_ACCOUNT)
    post_id: Mapped[int] = key_part(_POST)
    uri: Mapped[str] = mapped_column(String(500), default="")
    favoured_at: Mapped[datetime]


class Reach(Base):
    """An ally that was sent or has fetched a post, so that it hears of the deletion (P11)."""

    __tablename__ = "reach"

    post_id: Mapped[int] = key_part(_POST)
    ally_id: Mapped[int] = key_part("allies.id", index=True)


class Tombstone(Base):
    """The keyed hash of an ally's post that was deleted, so that a late Create does not bring it back."""

    __tablename__ = "tombstones"

    uri_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    until: Mapped[datetime] = mapped_column(index=True)


class IdempotencyKey(Base):
    """What an app called a request, for an hour, so that the same request makes one post."""

    __tablename__ = "idempotency_keys"

    account_id: Mapped[int] = key_part(_ACCOUNT)
    key_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey(_POST, ondelete="CASCADE"), index=True)
    until: Mapped[datetime] = mapped_column(index=True)
