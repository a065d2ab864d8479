"""Client apps and what they hold."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models.people import ONE_ACCOUNT
from app.storage.tables import Base


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
    member_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    ends_at: Mapped[datetime] = mapped_column(index=True)


class AppToken(Base):
    """What an app shows with each request: a hash, and what it may do. Without an account it is the app's own."""

    __tablename__ = "app_tokens"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    app_id: Mapped[int] = mapped_column(ForeignKey("apps.id", ondelete="CASCADE"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey(ONE_ACCOUNT, ondelete="CASCADE"), index=True)
    scopes: Mapped[str] = mapped_column(String(1000))
    member_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    made_at: Mapped[datetime]
