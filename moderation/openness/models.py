"""The public log and the log of reading. Rows of both are only ever added: the database refuses anything else.

And the ends of allies' logs of reading, which are kept for them for a while.
"""

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    LargeBinary,
    SmallInteger,
    String,
    Text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.storage.tables import Base


class LogEntry(Base):
    """What was decided: measure, clause and month, and nothing about anybody (P19). Its id tells no time.

    `kind`: decided, upheld, overturned, ran_out.
    """

    __tablename__ = "public_log"
    __table_args__ = (
        ForeignKeyConstraint(
            ["policy_version", "clause_key"], ["policy_clauses.version", "policy_clauses.key"], name="fk_log_clause"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    month: Mapped[str] = mapped_column(String(7), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    measure: Mapped[str] = mapped_column(String(14))
    policy_version: Mapped[int]
    clause_key: Mapped[int]


class LogSummary(Base):
    """What a log entry was about, in words that a second person read (P19). Added once, never changed."""

    __tablename__ = "public_log_summaries"

    entry_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    words: Mapped[str] = mapped_column(Text)


class Reading(Base):
    """One link of the chain: that somebody read something that is not public (P18).

    `commitment`: a salted hash of who, what and when. `head`: the hash of the head before and this commitment.
    """

    __tablename__ = "readings"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    commitment: Mapped[bytes] = mapped_column(LargeBinary)
    head: Mapped[bytes] = mapped_column(LargeBinary)


class ReadingDetails(Base):
    """Who read what and when, and the salt: sealed, and gone after a while. The link stays."""

    __tablename__ = "reading_details"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    until: Mapped[datetime] = mapped_column(index=True)


class AllyHead(Base):
    """What an ally showed as the end of its own log of reading. `day`: the UTC day at whose beginning that was its end.

    `head`: 32 bytes. The first that was shown for a day stays: a later one would be what this is kept against.
    """

    __tablename__ = "ally_heads"

    ally_id: Mapped[int] = mapped_column(ForeignKey("allies.id", ondelete="CASCADE"), primary_key=True)
    day: Mapped[str] = mapped_column(String(10), primary_key=True, index=True)
    head: Mapped[bytes] = mapped_column(LargeBinary)


class LogDraft(Base):
    """A summary on its way: one moderator wrote it, another one reads it before it stands in the log (P19).

    The row is made with its entry and goes when the summary is published, or nobody wrote one in time.
    """

    __tablename__ = "public_log_drafts"

    entry_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id", ondelete="CASCADE"), index=True)
    words_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    written_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"), index=True)
    until: Mapped[datetime] = mapped_column(index=True)


class Figure(Base):
    """How often something happened in a quarter, if it was at least five times; the others are not kept at all.

    `quarter`: `2026-Q4`. `clause_key` is 0 for all clauses together. Counted once, when the quarter is over.
    """

    __tablename__ = "figures"
    __table_args__ = (CheckConstraint("count >= 5", name="not_few"),)

    quarter: Mapped[str] = mapped_column(String(7), primary_key=True)
    what: Mapped[str] = mapped_column(String(12), primary_key=True)
    clause_key: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    count: Mapped[int]


class CountedQuarter(Base):
    """A quarter whose figures are counted. `first_look`: in how many hours half of what was reported was looked at."""

    __tablename__ = "counted_quarters"

    quarter: Mapped[str] = mapped_column(String(7), primary_key=True)
    first_look: Mapped[int | None] = mapped_column(SmallInteger)


class LawPage(Base):
    """Whom to write to about the law: one row, written by stewards. `is_open`: strangers read it too."""

    __tablename__ = "law_page"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    contact: Mapped[str] = mapped_column(Text)
    contact_html: Mapped[str] = mapped_column(Text)
    is_open: Mapped[bool] = mapped_column(default=False)
