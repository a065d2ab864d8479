"""The community's policy, version by version. Nothing of it is ever changed: there is only a newer one.

The database refuses what would change it (`migrations/versions/0018_policy.py`), as far as it binds anybody but its
owner. Drafts and translations are no part of a version, and may be.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, SmallInteger, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.storage.tables import Base, key_part

_ACCOUNT = "accounts.id"
_VERSION = "policy_versions.number"
_MOST_MEASURES, _LONGEST_TAG = 200, 35


class PolicyVersion(Base):
    """One version, numbered from 1: an introduction and so many clauses, none of which can come later.

    In force is the newest whose `in_force_at` has come; members agree to a number. `language`: in which it is written,
    empty where nobody said. `words_since`: the version from which its introduction is word for word the same.
    """

    __tablename__ = "policy_versions"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    source: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    published_at: Mapped[datetime]
    published_by: Mapped[int | None] = mapped_column(ForeignKey(_ACCOUNT, ondelete="SET NULL"))
    in_force_at: Mapped[datetime]
    clause_count: Mapped[int] = mapped_column(SmallInteger, default=0)
    language: Mapped[str] = mapped_column(String(_LONGEST_TAG), default="")
    words_since: Mapped[int]


class Clause(Base):
    """One clause of one version: what it asks and why, as source and as HTML.

    `key` stays the same from version to version, `label` is the number people cite, `position` counts from 1.
    `measures`: those it allows, apart by spaces (`moderation.measures`). `deciders`: one, two or panel.
    `keeps_pictures` is false where pictures are destroyed at the decision (P16). `words_since`: as for a version.
    """

    __tablename__ = "policy_clauses"
    __table_args__ = (
        UniqueConstraint("version", "key"),
        UniqueConstraint("version", "label"),
        CheckConstraint("title <> '' AND asks <> ''", name="says_something"),
        CheckConstraint("deciders IN ('one', 'two', 'panel')", name="deciders"),
        CheckConstraint("appeal_days BETWEEN 7 AND 180 AND evidence_days >= appeal_days", name="days"),
    )

    version: Mapped[int] = key_part(_VERSION)
    position: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    key: Mapped[int]
    label: Mapped[str] = mapped_column(String(12))
    title: Mapped[str] = mapped_column(String(200))
    asks: Mapped[str] = mapped_column(Text)
    asks_html: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(Text)
    why_html: Mapped[str] = mapped_column(Text)
    measures: Mapped[str] = mapped_column(String(_MOST_MEASURES))
    deciders: Mapped[str] = mapped_column(String(5))
    appeal_days: Mapped[int] = mapped_column(SmallInteger)
    evidence_days: Mapped[int] = mapped_column(SmallInteger)
    keeps_pictures: Mapped[bool] = mapped_column(default=True)
    words_since: Mapped[int]


class PolicyDraft(Base):
    """What stewards prepare as the next version: one, or none. `based_on` is the version that they began from."""

    __tablename__ = "policy_drafts"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    based_on: Mapped[int]
    language: Mapped[str] = mapped_column(String(_LONGEST_TAG))
    introduction: Mapped[str] = mapped_column(Text)
    edition: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime]


class DraftClause(Base):
    """A clause of the draft. `edition` counts its changes: whoever saw an older one is told."""

    __tablename__ = "policy_draft_clauses"
    __table_args__ = (CheckConstraint("title <> '' AND asks <> ''", name="says_something"),)

    key: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(SmallInteger)
    edition: Mapped[int] = mapped_column(default=1)
    label: Mapped[str] = mapped_column(String(12))
    title: Mapped[str] = mapped_column(String(200))
    asks: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(Text)
    measures: Mapped[str] = mapped_column(String(_MOST_MEASURES))
    deciders: Mapped[str] = mapped_column(String(5))
    appeal_days: Mapped[int] = mapped_column(SmallInteger)
    evidence_days: Mapped[int] = mapped_column(SmallInteger)
    keeps_pictures: Mapped[bool]


class Translator(Base):
    """Somebody whom stewards trust to put the policy into a language, and to vouch for what another wrote."""

    __tablename__ = "policy_translators"

    account_id: Mapped[int] = key_part(_ACCOUNT)
    language: Mapped[str] = mapped_column(String(_LONGEST_TAG), primary_key=True)
    since: Mapped[datetime]


class Translation(Base):
    """A clause in another language; `clause_key` 0 is the introduction.

    `words_since` names the words that it puts into that language, so that it is out of date by itself when they change,
    and stands for every version that has them. `vouched_at` is None until another person has read both.
    """

    __tablename__ = "policy_translations"
    __table_args__ = (CheckConstraint("asks <> ''", name="says_something"),)

    clause_key: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    words_since: Mapped[int] = key_part(_VERSION)
    language: Mapped[str] = mapped_column(String(_LONGEST_TAG), primary_key=True)
    edition: Mapped[int] = mapped_column(default=1)
    title: Mapped[str] = mapped_column(String(200))
    asks: Mapped[str] = mapped_column(Text)
    asks_html: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(Text)
    why_html: Mapped[str] = mapped_column(Text)
    written_by: Mapped[int | None] = mapped_column(ForeignKey(_ACCOUNT, ondelete="SET NULL"), index=True)
    written_at: Mapped[datetime]
    vouched_by: Mapped[int | None] = mapped_column(ForeignKey(_ACCOUNT, ondelete="SET NULL"), index=True)
    vouched_at: Mapped[datetime | None]
