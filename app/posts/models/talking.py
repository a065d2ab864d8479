"""Conversations between named people, and threads of which somebody wants to be told nothing.

What is here says who talks with whom and when, as the messages' own rows do, and never what (P10).
"""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.storage.tables import Base, key_part, partial_index

_ACCOUNT = "accounts.id"
_POST = "posts.id"


class Talk(Base):
    """Messages of one thread among exactly the same people: `among` is a hash of them."""

    __tablename__ = "talks"
    __table_args__ = (UniqueConstraint("thread_id", "among"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    thread_id: Mapped[int]
    among: Mapped[bytes] = mapped_column(LargeBinary)


class Talker(Base):
    """One of the people in it. `listed_at`: where it stands in their list, by the id of the newest message then.

    Without that it is in no list of theirs: they have put it away, or live at an ally.
    """

    __tablename__ = "talkers"
    __table_args__ = (partial_index("ix_talkers_page", "account_id", "listed_at", where="listed_at IS NOT NULL"),)

    talk_id: Mapped[int] = key_part("talks.id")
    account_id: Mapped[int] = key_part(_ACCOUNT, index=True)
    listed_at: Mapped[int | None]
    unread: Mapped[bool] = mapped_column(default=False)


class Said(Base):
    """A message, and the conversation that it is part of."""

    __tablename__ = "said"
    __table_args__ = {"sqlite_with_rowid": False}

    talk_id: Mapped[int] = key_part("talks.id")
    post_id: Mapped[int] = key_part(_POST, index=True)


class MutedThread(Base):
    """A thread of which a member is told nothing any more; nobody else knows."""

    __tablename__ = "muted_threads"

    account_id: Mapped[int] = mapped_column(ForeignKey(_ACCOUNT, ondelete="CASCADE"), primary_key=True)
    thread_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, index=True)
    muted_at: Mapped[datetime]
