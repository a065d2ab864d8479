"""Invitations, newcomers and those who answer for them."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models.people import ONE_ACCOUNT
from app.accounts.rules import MOST_TRIES
from app.storage.tables import Base, key_part


class Invitation(Base):
    """A link that lets one person in, with the role they come to. Used, it is gone, and so is who made it (P3)."""

    __tablename__ = "invitations"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    made_by: Mapped[int | None] = mapped_column(ForeignKey(ONE_ACCOUNT, ondelete="CASCADE"), index=True)
    role: Mapped[str] = mapped_column(String(10), default="member")
    is_setup: Mapped[bool] = mapped_column(default=False)
    tries_left: Mapped[int] = mapped_column(default=MOST_TRIES)
    ends_at: Mapped[datetime] = mapped_column(index=True)


class Newcomer(Base):
    """Somebody new: waiting (`admitted_at` empty), then on probation. The row goes when that is over (P3).

    `refusal`: why they are not let in, sealed with the house key; they read it, and then their account goes.
    """

    __tablename__ = "newcomers"

    account_id: Mapped[int] = key_part(ONE_ACCOUNT)
    asked_at: Mapped[datetime]
    admitted_at: Mapped[datetime | None]
    probation_until: Mapped[datetime | None] = mapped_column(index=True)
    refusal: Mapped[bytes | None] = mapped_column(LargeBinary)


class Vouch(Base):
    """A member answers for a newcomer. Goes with the newcomer's row: nothing ties the two afterwards (P3)."""

    __tablename__ = "vouches"

    newcomer_id: Mapped[int] = key_part("newcomers.account_id")
    voucher_id: Mapped[int] = key_part(ONE_ACCOUNT, index=True)
    vouched_at: Mapped[datetime]
