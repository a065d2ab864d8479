"""The services that are switched on, the house's key for them, and who asked to be told where."""

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.storage.tables import Base


class PushService(Base):
    """A push service that a steward has switched on. `host` may begin with `*.`, for one of the known ones."""

    __tablename__ = "push_services"

    host: Mapped[str] = mapped_column(String(260), primary_key=True)


class PushKey(Base):
    """The house's own key for push services (RFC 8292), made once: one row. The private half is sealed."""

    __tablename__ = "push_keys"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    private_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    public: Mapped[bytes] = mapped_column(LargeBinary)


class PushSubscription(Base):
    """Where a member asked to be told, for one session or one app: it goes with that.

    `sealed` holds the address and everything else that is particular to a browser; `address_hash` is a keyed hash of
    it, so that nobody else here has the same (P2). `rung`: told since its member was last here. `used_on`: a day on
    which they were.
    """

    __tablename__ = "push_subscriptions"
    __table_args__ = (CheckConstraint("(session_id IS NULL) <> (token_id IS NULL)", name="one_way_in"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    session_id: Mapped[int | None] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"), unique=True)
    token_id: Mapped[int | None] = mapped_column(ForeignKey("app_tokens.id", ondelete="CASCADE"), unique=True)
    address_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    rung: Mapped[bool] = mapped_column(default=False)
    used_on: Mapped[str] = mapped_column(String(10))
