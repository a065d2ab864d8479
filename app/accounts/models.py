"""People and the house itself. Nothing here but a name and what a passphrase needs (P1)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.storage.tables import Base, key_part, partial_index

ONE_ACCOUNT = "accounts.id"


class Community(Base):
    """This house: one row. Its two secrets are sealed with the house key."""

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


class Account(Base):
    """A pseudonym, of this house (`host` empty) or of an ally. `card` is its client-API JSON, encoded once."""

    __tablename__ = "accounts"
    __table_args__ = (
        UniqueConstraint("folded", "host"),
        partial_index("ix_accounts_ally", "ally_id", where="ally_id IS NOT NULL"),
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


class Credential(Base):
    """What lets a member in, and the sealed key that signs for them."""

    __tablename__ = "credentials"

    account_id: Mapped[int] = key_part(ONE_ACCOUNT)
    passphrase_hash: Mapped[str] = mapped_column(String(200))
    private_key_sealed: Mapped[bytes] = mapped_column(LargeBinary)


class RecoveryCode(Base):
    """A keyed hash of a code shown once; the row goes when the code is used."""

    __tablename__ = "recovery_codes"

    code_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(ONE_ACCOUNT, ondelete="CASCADE"), index=True)


class SignIn(Base):
    """A browser's session: the hash of its cookie and two dates, nothing about the browser."""

    __tablename__ = "sessions"

    secret_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(ONE_ACCOUNT, ondelete="CASCADE"), index=True)
    started_at: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(index=True)


class Invitation(Base):
    """A link that lets one person in, with the role they come to. Used, it is gone, and so is who made it (P3)."""

    __tablename__ = "invitations"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    made_by: Mapped[int | None] = mapped_column(ForeignKey(ONE_ACCOUNT, ondelete="CASCADE"), index=True)
    role: Mapped[str] = mapped_column(String(10), default="member")
    is_setup: Mapped[bool] = mapped_column(default=False)
    tries_left: Mapped[int] = mapped_column(default=5)
    ends_at: Mapped[datetime] = mapped_column(index=True)


class Follow(Base):
    """One account asks to follow another, or does. `uri` is the Follow's own address on the wire."""

    __tablename__ = "follows"
    __table_args__ = (
        Index("ix_follows_followed", "followed_id", "accepted", "follower_id"),
        CheckConstraint("follower_id <> followed_id", name="not_oneself"),
    )

    follower_id: Mapped[int] = key_part(ONE_ACCOUNT)
    followed_id: Mapped[int] = key_part(ONE_ACCOUNT)
    accepted: Mapped[bool] = mapped_column(default=False)
    uri: Mapped[str] = mapped_column(String(500), index=True)
    asked_at: Mapped[datetime]


class App(Base):
    """A client app: the same name, redirects and scopes are one app for everybody (P2). Its secret is derived."""

    __tablename__ = "apps"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    client_id: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    redirects: Mapped[str] = mapped_column(Text)
    scopes: Mapped[str] = mapped_column(String(1000))
    website: Mapped[str] = mapped_column(String(300), default="")
    last_used_on: Mapped[str] = mapped_column(String(10))


class AuthorisationCode(Base):
    """What an app exchanges for a token, once, within minutes."""

    __tablename__ = "authorisation_codes"

    code_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    app_id: Mapped[int] = mapped_column(ForeignKey("apps.id", ondelete="CASCADE"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(ONE_ACCOUNT, ondelete="CASCADE"), index=True)
    redirect: Mapped[str] = mapped_column(String(500))
    scopes: Mapped[str] = mapped_column(String(1000))
    challenge: Mapped[str] = mapped_column(String(128))
    ends_at: Mapped[datetime] = mapped_column(index=True)


class AppToken(Base):
    """What an app shows with each request: a hash, and what it may do. Without an account it is the app's own."""

    __tablename__ = "app_tokens"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    app_id: Mapped[int] = mapped_column(ForeignKey("apps.id", ondelete="CASCADE"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey(ONE_ACCOUNT, ondelete="CASCADE"), index=True)
    scopes: Mapped[str] = mapped_column(String(1000))
    made_at: Mapped[datetime]
