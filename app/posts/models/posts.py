"""Posts, whom they are addressed to, and what is kept so that each stands once and ends everywhere."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, SmallInteger, String, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column

from app.storage.tables import Base, key_part, partial_index

_ACCOUNT = "accounts.id"
_POST = "posts.id"


class Post(Base):
    """One post, of a member or of an ally's. Rendered and encoded once, when it is written.

    `body` is the client-API entity without its author, the viewer's marks and the addresses of its pictures
    (decision 0008). `bound_ally_id`: the one house beside this that may read it, because it answers a post of that
    house which is not for everybody (P23). `foreign_ally_id`: the house it came from; None for our own. `sealed`: all
    that is to be read of a message between named people, whose other columns then say nothing (P10). `quotable`: what
    its author says of quotes (`app.posts.quoting`). `held`, `removed`: what people decided (`PostRestriction`);
    nothing else changes them. `decided_at`: when one last put other words or fewer pictures into it, or undid that.
    """

    __tablename__ = "posts"
    __table_args__ = (
        CheckConstraint("audience IN ('open', 'allies', 'community', 'followers', 'mentioned')", name="audience"),
        CheckConstraint("uri <> ''", name="has_address"),
        partial_index("ix_posts_community", "id", where="in_community"),
        Index("ix_posts_author", "author_id", "id"),
        partial_index("ix_posts_pictures", "author_id", "id", where="pictures > 0"),
        partial_index("ix_posts_reply_to", "reply_to_id", "id", where="reply_to_id IS NOT NULL"),
        Index("ix_posts_thread", "thread_id", "id"),
        partial_index("ix_posts_ends_at", "ends_at", where="ends_at IS NOT NULL"),
        partial_index("ix_posts_pinned", "author_id", "pinned_at", where="pinned_at IS NOT NULL"),
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
    edited_at: Mapped[datetime | None]
    pinned_at: Mapped[datetime | None]
    quotable: Mapped[str] = mapped_column(String(10), default="nobody", server_default="nobody")
    held: Mapped[bool] = mapped_column(default=False, server_default=false())
    removed: Mapped[bool] = mapped_column(default=False, server_default=false())
    decided_at: Mapped[datetime | None]


class PostVersion(Base):
    """What a post said before it was edited. `id` is from when that was written.

    `described`: its pictures' descriptions by their ids, as JSON. `sealed` as the post's own (P10); `keys` are the
    readers' keys to it, by account, where the post's have been replaced since.
    """

    __tablename__ = "post_versions"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    post_id: Mapped[int] = mapped_column(ForeignKey(_POST, ondelete="CASCADE"), index=True)
    written_at: Mapped[datetime]
    source: Mapped[str] = mapped_column(Text)
    content: Mapped[str] = mapped_column(Text)
    warning: Mapped[str] = mapped_column(String(500))
    language: Mapped[str] = mapped_column(String(12))
    described: Mapped[str] = mapped_column(Text, default="")
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    keys: Mapped[bytes | None] = mapped_column(LargeBinary)


class Mention(Base):
    """Somebody a post is addressed to. `requested`: a message from somebody they do not know, not accepted yet."""

    __tablename__ = "mentions"
    __table_args__ = (
        Index(
            "ix_mentions_requested",
            "account_id",
            "post_id",
            sqlite_where=text("requested IS 1"),
            postgresql_where=text("requested IS true"),
        ),
    )

    post_id: Mapped[int] = key_part(_POST)
    account_id: Mapped[int] = key_part(_ACCOUNT, index=True)
    requested: Mapped[bool] = mapped_column(default=False)


class PostKey(Base):
    """The key of a sealed message, sealed to one of its readers' member keys (P10)."""

    __tablename__ = "post_keys"

    post_id: Mapped[int] = key_part(_POST)
    account_id: Mapped[int] = key_part(_ACCOUNT, index=True)
    key_sealed: Mapped[bytes] = mapped_column(LargeBinary)


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
