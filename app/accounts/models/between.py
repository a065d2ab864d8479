"""How two people stand to each other, and what one of them does not want to see."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models.people import ONE_ACCOUNT
from app.storage.tables import Base, key_part


class Follow(Base):
    """One account asks to follow another, or does. `uri` is the Follow's own address on the wire.

    `rings`: the follower wants to be told of each of their posts. Known to the follower alone.
    """

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
    shows_boosts: Mapped[bool] = mapped_column(default=True)
    rings: Mapped[bool] = mapped_column(default=False)


class Block(Base):
    """Neither sees the other. Also an ally's member against one of ours; `uri` is the Block's address on the wire."""

    __tablename__ = "blocks"

    account_id: Mapped[int] = key_part(ONE_ACCOUNT)
    target_id: Mapped[int] = key_part(ONE_ACCOUNT, index=True)
    uri: Mapped[str] = mapped_column(String(500), index=True)
    made_at: Mapped[datetime]


class Mute(Base):
    """One does not see the other, who does not know; perhaps for a time, perhaps without their notifications."""

    __tablename__ = "mutes"

    account_id: Mapped[int] = key_part(ONE_ACCOUNT)
    target_id: Mapped[int] = key_part(ONE_ACCOUNT, index=True)
    notifications: Mapped[bool] = mapped_column(default=True)
    until: Mapped[datetime | None] = mapped_column(index=True)
    made_at: Mapped[datetime]


class AllyBlock(Base):
    """A member wants nothing of an ally's people, for themselves alone."""

    __tablename__ = "ally_blocks"

    account_id: Mapped[int] = key_part(ONE_ACCOUNT)
    ally_id: Mapped[int] = key_part("allies.id", index=True)


class ShownTo(Base):
    """An ally that was shown a member's profile, so that it hears when the account is gone (P11)."""

    __tablename__ = "shown_to"

    account_id: Mapped[int] = key_part(ONE_ACCOUNT)
    ally_id: Mapped[int] = key_part("allies.id", index=True)


class WordFilter(Base):
    """Words a member does not want to read, in their own view only. Sealed with the house key."""

    __tablename__ = "word_filters"
    __table_args__ = (CheckConstraint("action IN ('warn', 'hide')", name="action"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    account_id: Mapped[int] = mapped_column(ForeignKey(ONE_ACCOUNT, ondelete="CASCADE"), index=True)
    title_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    words_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    contexts: Mapped[str] = mapped_column(String(60))
    action: Mapped[str] = mapped_column(String(4))
    until: Mapped[datetime | None] = mapped_column(index=True)


class Correspondent(Base):
    """Whose messages the member takes without being asked again, beside those of whom they follow."""

    __tablename__ = "correspondents"

    account_id: Mapped[int] = key_part(ONE_ACCOUNT)
    other_id: Mapped[int] = key_part(ONE_ACCOUNT, index=True)
