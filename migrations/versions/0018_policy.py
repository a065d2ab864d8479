"""How the policy is kept: when a version takes force, drafts, translations; and nothing of a version ever changes"""

import sqlalchemy as sa
from alembic import op

from app.storage.tables import Id, Moment
from migrations.guards import Guard

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_COLUMNS = ("number", "source", "html", "published_at", "in_force_at", "clause_count", "language", "words_since")

GUARDS = (
    Guard(
        "policy_versions_added", "policy_versions", "INSERT",
        "a version of the policy comes after all others, and not into force before it is published",
        "EXISTS (SELECT 1 FROM policy_versions WHERE number >= NEW.number) OR NEW.in_force_at < NEW.published_at",
    ),
    Guard(
        "policy_versions_stay", "policy_versions", "UPDATE", "a published version of the policy is never changed",
        " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in _COLUMNS)
        + " OR (NEW.published_by IS NOT NULL AND NEW.published_by IS DISTINCT FROM OLD.published_by)",
    ),
    Guard("policy_versions_kept", "policy_versions", "DELETE", "no version of the policy is ever deleted"),
    Guard(
        "policy_clauses_added", "policy_clauses", "INSERT", "a published version of the policy gets no other clauses",
        "NOT EXISTS (SELECT 1 FROM policy_versions WHERE number = NEW.version"
        " AND NEW.position BETWEEN 1 AND clause_count)"
        " OR EXISTS (SELECT 1 FROM policy_clauses WHERE version = NEW.version AND position = NEW.position)",
    ),
    Guard("policy_clauses_stay", "policy_clauses", "UPDATE", "a clause of a published version is never changed"),
    Guard("policy_clauses_kept", "policy_clauses", "DELETE", "no clause of a published version is ever deleted"),
)  # fmt: skip


def upgrade() -> None:
    _add_columns()
    _make_tables()
    for guard in GUARDS:
        guard.set()


def downgrade() -> None:
    for guard in reversed(GUARDS):
        guard.take_away()
    for table in ("policy_translations", "policy_translators", "policy_draft_clauses", "policy_drafts"):
        op.drop_table(table)
    op.drop_column("accounts", "seen_policy")
    op.drop_column("policy_clauses", "words_since")
    for column in ("words_since", "language", "clause_count", "in_force_at"):
        op.drop_column("policy_versions", column)


def _add_columns() -> None:
    """What was published until now is in force as it was, and its words are those of itself."""
    op.add_column("policy_versions", sa.Column("in_force_at", Moment(), nullable=False, server_default="0"))
    op.add_column("policy_versions", sa.Column("clause_count", sa.SmallInteger(), nullable=False, server_default="0"))
    op.add_column("policy_versions", sa.Column("language", sa.String(length=35), nullable=False, server_default=""))
    op.add_column("policy_versions", sa.Column("words_since", Id, nullable=False, server_default="0"))
    op.execute("UPDATE policy_versions SET in_force_at = published_at, words_since = number")
    op.add_column("policy_clauses", sa.Column("words_since", Id, nullable=False, server_default="0"))
    op.add_column("accounts", sa.Column("seen_policy", Id, nullable=False, server_default="0"))


def _make_tables() -> None:
    op.create_table(
        "policy_drafts",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("based_on", Id, nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("introduction", sa.Text(), nullable=False),
        sa.Column("edition", Id, nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.CheckConstraint("id = 1", name="ck_policy_drafts_only_one"),
        sa.PrimaryKeyConstraint("id", name="pk_policy_drafts"),
    )
    op.create_table(
        "policy_draft_clauses",
        sa.Column("key", Id, autoincrement=False, nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("edition", Id, nullable=False),
        sa.Column("label", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("asks", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("measures", sa.String(length=200), nullable=False),
        sa.Column("deciders", sa.String(length=5), nullable=False),
        sa.Column("appeal_days", sa.SmallInteger(), nullable=False),
        sa.Column("evidence_days", sa.SmallInteger(), nullable=False),
        sa.Column("keeps_pictures", sa.Boolean(), nullable=False),
        sa.CheckConstraint("title <> '' AND asks <> ''", name="ck_policy_draft_clauses_says_something"),
        sa.PrimaryKeyConstraint("key", name="pk_policy_draft_clauses"),
    )
    op.create_table(
        "policy_translators",
        sa.Column("account_id", Id, autoincrement=False, nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name="fk_policy_translators_account_id_accounts", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", "language", name="pk_policy_translators"),
    )
    op.create_table(
        "policy_translations",
        sa.Column("clause_key", Id, autoincrement=False, nullable=False),
        sa.Column("words_since", Id, autoincrement=False, nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("edition", Id, nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("asks", sa.Text(), nullable=False),
        sa.Column("asks_html", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("why_html", sa.Text(), nullable=False),
        sa.Column("written_by", Id, nullable=True),
        sa.Column("written_at", Moment(), nullable=False),
        sa.Column("vouched_by", Id, nullable=True),
        sa.Column("vouched_at", Moment(), nullable=True),
        sa.CheckConstraint("asks <> ''", name="ck_policy_translations_says_something"),
        sa.ForeignKeyConstraint(
            ["vouched_by"], ["accounts.id"], name="fk_policy_translations_vouched_by_accounts", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["words_since"],
            ["policy_versions.number"],
            name="fk_policy_translations_words_since_policy_versions",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["written_by"], ["accounts.id"], name="fk_policy_translations_written_by_accounts", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("clause_key", "words_since", "language", name="pk_policy_translations"),
    )
    op.create_index("ix_policy_translations_vouched_by", "policy_translations", ["vouched_by"])
    op.create_index("ix_policy_translations_written_by", "policy_translations", ["written_by"])
