"""The house itself and the people in it. Nothing here but a name (P1)."""

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    LargeBinary,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    and_,
    case,
    false,
    or_,
)
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column

from app.storage.tables import Base, partial_index

ONE_ACCOUNT = "accounts.id"


class Community(Base):
    """This house: one row. Its two secrets are sealed with the house key.

    `admission` is how newcomers come in (`rules.Admission`); `door_closed_until` and `slow_until` are what people here
    set against a raid; `posts_last_days` is the longest a post may stay, None for no end.
    `hears_outside`: whoever is pictured or named here and is no member may report it too.
    `key_forgotten_at`: somebody gave the alarm (`parasol panic`), and nothing starts before the key is brought back.
    """

    __tablename__ = "community"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(80))
    neutral_title: Mapped[str] = mapped_column(String(40))
    exit_address: Mapped[str] = mapped_column(String(300))
    set_up: Mapped[bool] = mapped_column(default=False)
    address_key_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    private_key_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    public_key: Mapped[str] = mapped_column(Text)
    admission: Mapped[str] = mapped_column(String(12), default="invitation")
    vouches_needed: Mapped[int] = mapped_column(SmallInteger, default=2)
    probation_days: Mapped[int] = mapped_column(SmallInteger, default=90)
    door_closed_until: Mapped[datetime | None]
    slow_until: Mapped[datetime | None]
    posts_last_days: Mapped[int | None] = mapped_column(SmallInteger)
    policy_is_open: Mapped[bool] = mapped_column(default=False)
    key_forgotten_at: Mapped[datetime | None]
    hears_outside: Mapped[bool] = mapped_column(default=False, server_default=false())


class Account(Base):
    """A pseudonym, of this house (`host` empty) or of an ally. `card` is its client-API JSON, encoded once.

    `sealing_key` is the public half of the member key (P10). `waits`: not admitted yet. `paused`: by the member.
    `replies_from`, `mentions_from`, `messages_from`: everybody, followed (whom the member follows) or nobody.
    `findable`: their posts are found by search, by whoever may read them. `has_push`: they may have asked to be told
    elsewhere of something new. `rung`: they were, and have not been here since. `seen_policy`: the version of which
    they put the announcement away. `posting_paused`, `limited`, `suspended`: what people decided
    (`AccountRestriction`); nothing else changes them.
    """

    __tablename__ = "accounts"
    __table_args__ = (
        UniqueConstraint("folded", "host"),
        partial_index("ix_accounts_ally", "ally_id", where="ally_id IS NOT NULL"),
        partial_index("ix_accounts_about_ends_at", "about_ends_at", where="about_ends_at IS NOT NULL"),
        CheckConstraint("(host = '') = (ally_id IS NULL)", name="of_an_ally"),
        CheckConstraint("role IN ('member', 'moderator', 'steward', 'guest')", name="role"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(64))
    folded: Mapped[str] = mapped_column(String(64))
    host: Mapped[str] = mapped_column(String(280), default="")
    ally_id: Mapped[int | None] = mapped_column(ForeignKey("allies.id", ondelete="CASCADE"))
    display_name: Mapped[str] = mapped_column(String(100), default="")
    about_html: Mapped[str] = mapped_column(Text, default="")
    about_source: Mapped[str] = mapped_column(Text, default="")
    role: Mapped[str] = mapped_column(String(10), default="member")
    joined_on: Mapped[str] = mapped_column(String(10))
    theme: Mapped[str] = mapped_column(String(6), default="system")
    language: Mapped[str] = mapped_column(String(8), default="")
    uri: Mapped[str] = mapped_column(String(500), unique=True)
    inbox: Mapped[str] = mapped_column(String(500), default="")
    shared_inbox: Mapped[str] = mapped_column(String(500), default="")
    key_id: Mapped[str] = mapped_column(String(500), default="", index=True)
    public_key: Mapped[str] = mapped_column(Text, default="")
    key_seen_at: Mapped[datetime | None]
    card: Mapped[bytes] = mapped_column(LargeBinary)
    sealing_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    waits: Mapped[bool] = mapped_column(default=False)
    paused: Mapped[bool] = mapped_column(default=False)
    open_page: Mapped[bool] = mapped_column(default=False)
    asks_before_follow: Mapped[bool] = mapped_column(default=True)
    replies_from: Mapped[str] = mapped_column(String(10), default="everybody")
    mentions_from: Mapped[str] = mapped_column(String(10), default="everybody")
    messages_from: Mapped[str] = mapped_column(String(10), default="everybody")
    posts_last_days: Mapped[int | None] = mapped_column(SmallInteger)
    about_ends_at: Mapped[datetime | None]
    agreed_policy: Mapped[int] = mapped_column(default=0)
    seen_policy: Mapped[int] = mapped_column(default=0)
    has_filters: Mapped[bool] = mapped_column(default=False)
    mutes_threads: Mapped[bool] = mapped_column(default=False)
    read_up_to: Mapped[int | None]
    findable: Mapped[bool] = mapped_column(default=False)
    has_push: Mapped[bool] = mapped_column(default=False)
    rung: Mapped[bool] = mapped_column(default=False)
    posting_paused: Mapped[bool] = mapped_column(default=False, server_default=false())
    limited: Mapped[bool] = mapped_column(default=False, server_default=false())
    suspended: Mapped[bool] = mapped_column(default=False, server_default=false())

    @hybrid_property
    def is_away(self) -> bool:
        """Whoever hides, or was suspended: nothing of theirs is here for anybody else."""
        return self.paused or self.suspended

    @is_away.inplace.expression
    @classmethod
    def _is_away(cls) -> ColumnElement[bool]:
        return or_(cls.paused, cls.suspended)

    @hybrid_property
    def is_there(self) -> bool:
        """The one answer to who is here at all: neither away nor waiting to be let in."""
        return not (self.is_away or self.waits)

    @is_there.inplace.expression
    @classmethod
    def _is_there(cls) -> ColumnElement[bool]:
        return and_(~cls.paused, ~cls.suspended, ~cls.waits)

    @hybrid_property
    def acts_as(self) -> str:
        """Their role as it counts now: whoever is limited or suspended decides nothing for others meanwhile."""
        return "member" if self.role in ("moderator", "steward") and (self.limited or self.suspended) else self.role

    @acts_as.inplace.expression
    @classmethod
    def _acts_as(cls) -> ColumnElement[str]:
        decides = or_(cls.role == "moderator", cls.role == "steward")
        return case((and_(decides, or_(cls.limited, cls.suspended)), "member"), else_=cls.role)


class RetiredName(Base):
    """A name that was somebody's and is nobody's again: a keyed hash, so that it is not given out twice (P6)."""

    __tablename__ = "retired_names"

    name_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)


class Departed(Base):
    """The signing key of an account that is gone, until its last letters are acknowledged or given up (P25)."""

    __tablename__ = "departed"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    uri: Mapped[str] = mapped_column(String(500), unique=True)
    key_id: Mapped[str] = mapped_column(String(500), unique=True)
    public_key: Mapped[str] = mapped_column(Text)
    private_key_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    left_at: Mapped[datetime] = mapped_column(index=True)
