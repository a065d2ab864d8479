"""The ways in: what is kept of each, and the member key wrapped for it (P10)."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models.people import ONE_ACCOUNT
from app.storage.tables import Base, key_part


class Credential(Base):
    """What lets a member in, and the sealed key that signs for them.

    `member_key` here and on every other way in is the private half of the member key, wrapped for that way (P10).
    """

    __tablename__ = "credentials"

    account_id: Mapped[int] = key_part(ONE_ACCOUNT)
    passphrase_hash: Mapped[str] = mapped_column(String(200))
    private_key_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    member_key: Mapped[bytes | None] = mapped_column(LargeBinary)


class RecoveryCode(Base):
    """A keyed hash of a code shown once; the row goes when the code is used."""

    __tablename__ = "recovery_codes"

    code_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(ONE_ACCOUNT, ondelete="CASCADE"), index=True)
    member_key: Mapped[bytes | None] = mapped_column(LargeBinary)


class SignIn(Base):
    """A browser's session: the hash of its cookie and its dates, nothing about the browser.

    `label` is what the member called it. `idle_until` moves on, at most once a day, while it is used.
    """

    __tablename__ = "sessions"

    secret_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(ONE_ACCOUNT, ondelete="CASCADE"), index=True)
    id: Mapped[int] = mapped_column(unique=True)
    label: Mapped[str] = mapped_column(String(40), default="")
    member_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    started_at: Mapped[datetime]
    idle_until: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime] = mapped_column(index=True)


class LockCode(Base):
    """The keyed hash of the code that ends every session and app of an account, from any device (P8)."""

    __tablename__ = "lock_codes"

    code_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(ONE_ACCOUNT, ondelete="CASCADE"), unique=True)


class Totp(Base):
    """A second factor: time-based one-time passwords (RFC 6238). `last_step` is the newest one used: never twice."""

    __tablename__ = "totp"

    account_id: Mapped[int] = key_part(ONE_ACCOUNT)
    secret_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    confirmed: Mapped[bool] = mapped_column(default=False)
    last_step: Mapped[int] = mapped_column(default=0)


class Passkey(Base):
    """A second factor: a WebAuthn credential, called what the member calls it."""

    __tablename__ = "passkeys"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    account_id: Mapped[int] = mapped_column(ForeignKey(ONE_ACCOUNT, ondelete="CASCADE"), index=True)
    credential_id: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(default=0)
    label: Mapped[str] = mapped_column(String(40), default="")
    made_on: Mapped[str] = mapped_column(String(10))
