"""Cases, what people reported, what is kept as evidence, and who looks at it. Whatever was written is sealed (P10)."""

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    SmallInteger,
    String,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.storage.tables import Base, key_part, partial_index

_CASE = "cases.id"
_ACCOUNT = "accounts.id"
_IS_OPEN = text("closed_at IS NULL")


class Case(Base):
    """One thing that was reported, by however many people (P17: nothing here tells who).

    `number` is what moderators call it, drawn by lot: it tells no order. `subject_id` is the id of the post, account or
    ally; `account_id` whose post or account it is. `urgency`: 2 somebody is in danger, 1 somebody may be forced,
    0 neither. `looked_at`: when a person first looked. Whoever leaves, or deletes what it is about, takes no case
    along: somebody waits for its outcome.
    """

    __tablename__ = "cases"
    __table_args__ = (
        CheckConstraint("subject IN ('post', 'account', 'ally')", name="subject"),
        CheckConstraint("state IN ('open', 'taken', 'proposed', 'decided', 'closed')", name="state"),
        CheckConstraint("urgency BETWEEN 0 AND 2", name="urgency"),
        Index(
            "ix_cases_standing_open", "subject", "subject_id", unique=True,
            sqlite_where=_IS_OPEN, postgresql_where=_IS_OPEN,
        ),
        partial_index("ix_cases_queue", "urgency", "opened_at", where="closed_at IS NULL"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(unique=True)
    subject: Mapped[str] = mapped_column(String(8))
    subject_id: Mapped[int]
    account_id: Mapped[int | None] = mapped_column(ForeignKey(_ACCOUNT, ondelete="SET NULL"), index=True)
    post_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id", ondelete="SET NULL"), index=True)
    ally_id: Mapped[int | None] = mapped_column(ForeignKey("allies.id", ondelete="SET NULL"), index=True)
    state: Mapped[str] = mapped_column(String(8), default="open")
    urgency: Mapped[int] = mapped_column(SmallInteger, default=0)
    asks_hold: Mapped[bool] = mapped_column(default=False)
    reports: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[datetime]
    looked_at: Mapped[datetime | None]
    taken_by: Mapped[int | None] = mapped_column(ForeignKey(_ACCOUNT, ondelete="SET NULL"), index=True)
    taken_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None] = mapped_column(index=True)


class Report(Base):
    """What one person reported. `reporter_mark` is a keyed hash of who (nobody without the key file joins the two).

    `body_sealed` is `rules.Body`: the clause, their words, what they wish for, what they included of a message.
    `code_hash`: of the case code of somebody outside, who has no mark. `told_at`: since when something can be read of
    what came of it; `seen`: whoever reported has read it.
    """

    __tablename__ = "reports"
    __table_args__ = (
        Index("ix_reports_reporter", "reporter_mark", "id"),
        CheckConstraint("(reporter_mark IS NULL) <> (code_hash IS NULL)", name="from_one_side"),
        UniqueConstraint("case_id", "reporter_mark", name="uq_reports_once"),
        partial_index("ix_reports_news", "reporter_mark", where="told_at IS NOT NULL AND NOT seen"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    case_id: Mapped[int] = mapped_column(ForeignKey(_CASE, ondelete="CASCADE"), index=True)
    reporter_mark: Mapped[bytes | None] = mapped_column(LargeBinary)
    code_hash: Mapped[bytes | None] = mapped_column(LargeBinary, unique=True)
    urgency: Mapped[int] = mapped_column(SmallInteger, default=0)
    body_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime] = mapped_column(index=True)
    told_at: Mapped[datetime | None]
    seen: Mapped[bool] = mapped_column(default=False, server_default=false())


class Evidence(Base):
    """A sealed copy of what was reported, as it stood. Destroyed when `until` has come (P16).

    `blob`: of a picture, the name of its sealed files; what opens them stands in `sealed`.
    """

    __tablename__ = "case_evidence"
    __table_args__ = (CheckConstraint("kind IN ('post', 'message', 'profile', 'picture')", name="kind"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    case_id: Mapped[int] = mapped_column(ForeignKey(_CASE, ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(8))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    blob: Mapped[str | None] = mapped_column(String(60), unique=True)
    kept_at: Mapped[datetime]
    until: Mapped[datetime] = mapped_column(index=True)


class CaseNote(Base):
    """What moderators write to each other about a case. Sealed."""

    __tablename__ = "case_notes"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    case_id: Mapped[int] = mapped_column(ForeignKey(_CASE, ondelete="CASCADE"), index=True)
    written_by: Mapped[int | None] = mapped_column(ForeignKey(_ACCOUNT, ondelete="SET NULL"), index=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    written_at: Mapped[datetime]


class Recusal(Base):
    """Somebody is too close to a case to have a part in it (P15). Why is not kept."""

    __tablename__ = "recusals"

    case_id: Mapped[int] = key_part(_CASE)
    account_id: Mapped[int] = key_part(_ACCOUNT, index=True)
    since: Mapped[datetime]


class HelpAddress(Base):
    """Whom people here can turn to in danger, as stewards wrote it. `language` empty: for everybody."""

    __tablename__ = "help_addresses"
    __table_args__ = (CheckConstraint("name <> '' AND address <> ''", name="says_whom"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(120))
    words: Mapped[str] = mapped_column(String(1000))
    address: Mapped[str] = mapped_column(String(300))
    language: Mapped[str] = mapped_column(String(8), default="")


class OutsideLetter(Base):
    """What somebody without an account here wrote about a post or an account; they have nothing but a case code.

    `body_sealed` is `outside.Letter`. `case_id`: where what they named was found, which the answer never tells (P6).
    `looked_for_at`: when that was looked for; nobody reads it before. `answered_at`: since when it is answered.
    """

    __tablename__ = "outside_letters"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    code_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey(_CASE, ondelete="SET NULL"), index=True)
    urgency: Mapped[int] = mapped_column(SmallInteger, default=0)
    body_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime] = mapped_column(index=True)
    looked_for_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]


class OutsideLine(Base):
    """What was said about a letter from outside afterwards, sealed. `from_house`: by a moderator."""

    __tablename__ = "outside_lines"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    letter_id: Mapped[int] = mapped_column(ForeignKey("outside_letters.id", ondelete="CASCADE"), index=True)
    from_house: Mapped[bool]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    said_at: Mapped[datetime]
