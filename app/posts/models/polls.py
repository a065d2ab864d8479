"""Polls: what is asked, how often each choice was made, and who has voted. Never who chose what (decision 0020)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from app.storage.tables import Base, key_part, partial_index

_ACCOUNT = "accounts.id"
_POST = "posts.id"


class Poll(Base):
    """The poll of a post. `voters`: how many have voted. `hides_counts`: until it has ended.

    `is_over`: its end was told, and who had voted is forgotten. `tells_at`: when allies that have it hear the counts;
    None while there is nothing new. `asked_at`: when this house last asked an ally how theirs stands.
    """

    __tablename__ = "polls"
    __table_args__ = (
        CheckConstraint("voters >= 0", name="voters"),
        partial_index("ix_polls_ends_at", "ends_at", where="NOT is_over"),
        partial_index("ix_polls_tells_at", "tells_at", where="tells_at IS NOT NULL"),
    )

    post_id: Mapped[int] = key_part(_POST)
    multiple: Mapped[bool]
    hides_counts: Mapped[bool]
    voters: Mapped[int] = mapped_column(default=0)
    ends_at: Mapped[datetime]
    is_over: Mapped[bool] = mapped_column(default=False)
    tells_at: Mapped[datetime | None]
    asked_at: Mapped[datetime | None]


class PollChoice(Base):
    """One of the choices of a poll, and how many made it."""

    __tablename__ = "poll_choices"
    __table_args__ = (CheckConstraint("votes >= 0", name="votes"),)

    post_id: Mapped[int] = key_part("polls.post_id")
    position: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    words: Mapped[str] = mapped_column(String(500))
    votes: Mapped[int] = mapped_column(default=0)


class PollVote(Base):
    """Somebody has voted, until the poll ends. When is not kept, and what they chose is not."""

    __tablename__ = "poll_votes"

    post_id: Mapped[int] = key_part("polls.post_id")
    account_id: Mapped[int] = key_part(_ACCOUNT, index=True)
    until: Mapped[datetime] = mapped_column(index=True)


class PollMark(Base):
    """The keyed hash of one of several choices that came alone from an ally, so that it counts once; until the end."""

    __tablename__ = "poll_marks"

    marked: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("polls.post_id", ondelete="CASCADE"), index=True)
    until: Mapped[datetime] = mapped_column(index=True)
