"""What people ask the community to look at, and the clauses by which it is decided"""

import sqlalchemy as sa
from alembic import op

from app.storage.tables import Id, Moment

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "policy_clauses",
        sa.Column("version", Id, autoincrement=False, nullable=False),
        sa.Column("position", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("key", Id, nullable=False),
        sa.Column("label", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("asks", sa.Text(), nullable=False),
        sa.Column("asks_html", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("why_html", sa.Text(), nullable=False),
        sa.Column("measures", sa.String(length=200), nullable=False),
        sa.Column("deciders", sa.String(length=5), nullable=False),
        sa.Column("appeal_days", sa.SmallInteger(), nullable=False),
        sa.Column("evidence_days", sa.SmallInteger(), nullable=False),
        sa.Column("keeps_pictures", sa.Boolean(), nullable=False),
        sa.CheckConstraint("deciders IN ('one', 'two', 'panel')", name="ck_policy_clauses_deciders"),
        sa.CheckConstraint("title <> '' AND asks <> ''", name="ck_policy_clauses_says_something"),
        sa.CheckConstraint(
            "appeal_days BETWEEN 7 AND 180 AND evidence_days >= appeal_days", name="ck_policy_clauses_days"
        ),
        sa.ForeignKeyConstraint(
            ["version"],
            ["policy_versions.number"],
            name="fk_policy_clauses_version_policy_versions",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("version", "position", name="pk_policy_clauses"),
        sa.UniqueConstraint("version", "key", name="uq_policy_clauses_version_key"),
        sa.UniqueConstraint("version", "label", name="uq_policy_clauses_version_label"),
    )
    op.create_table(
        "cases",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("number", Id, nullable=False),
        sa.Column("subject", sa.String(length=8), nullable=False),
        sa.Column("subject_id", Id, nullable=False),
        sa.Column("account_id", Id, nullable=True),
        sa.Column("post_id", Id, nullable=True),
        sa.Column("ally_id", Id, nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("urgency", sa.SmallInteger(), nullable=False),
        sa.Column("asks_hold", sa.Boolean(), nullable=False),
        sa.Column("reports", Id, nullable=False),
        sa.Column("opened_at", Moment(), nullable=False),
        sa.Column("looked_at", Moment(), nullable=True),
        sa.Column("taken_by", Id, nullable=True),
        sa.Column("taken_at", Moment(), nullable=True),
        sa.Column("closed_at", Moment(), nullable=True),
        sa.CheckConstraint("state IN ('open', 'taken', 'proposed', 'decided', 'closed')", name="ck_cases_state"),
        sa.CheckConstraint("subject IN ('post', 'account', 'ally')", name="ck_cases_subject"),
        sa.CheckConstraint("urgency BETWEEN 0 AND 2", name="ck_cases_urgency"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name="fk_cases_account_id_accounts", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["ally_id"], ["allies.id"], name="fk_cases_ally_id_allies", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name="fk_cases_post_id_posts", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["taken_by"], ["accounts.id"], name="fk_cases_taken_by_accounts", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_cases"),
        sa.UniqueConstraint("number", name="uq_cases_number"),
    )
    op.create_index("ix_cases_account_id", "cases", ["account_id"])
    op.create_index("ix_cases_ally_id", "cases", ["ally_id"])
    op.create_index("ix_cases_closed_at", "cases", ["closed_at"])
    op.create_index("ix_cases_post_id", "cases", ["post_id"])
    op.create_index(
        "ix_cases_queue",
        "cases",
        ["urgency", "opened_at"],
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index(
        "ix_cases_standing_open",
        "cases",
        ["subject", "subject_id"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index("ix_cases_taken_by", "cases", ["taken_by"])

    op.create_table(
        "reports",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("case_id", Id, nullable=False),
        sa.Column("reporter_mark", sa.LargeBinary(), nullable=True),
        sa.Column("code_hash", sa.LargeBinary(), nullable=True),
        sa.Column("urgency", sa.SmallInteger(), nullable=False),
        sa.Column("body_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("told_at", Moment(), nullable=True),
        sa.Column("seen", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint("(reporter_mark IS NULL) <> (code_hash IS NULL)", name="ck_reports_from_one_side"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_reports_case_id_cases", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_reports"),
        sa.UniqueConstraint("code_hash", name="uq_reports_code_hash"),
        sa.UniqueConstraint("case_id", "reporter_mark", name="uq_reports_once"),
    )
    op.create_index("ix_reports_case_id", "reports", ["case_id"])
    op.create_index("ix_reports_made_at", "reports", ["made_at"])
    op.create_index(
        "ix_reports_news",
        "reports",
        ["reporter_mark"],
        sqlite_where=sa.text("told_at IS NOT NULL AND NOT seen"),
        postgresql_where=sa.text("told_at IS NOT NULL AND NOT seen"),
    )
    op.create_index("ix_reports_reporter", "reports", ["reporter_mark", "id"])

    op.create_table(
        "case_evidence",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("case_id", Id, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", Moment(), nullable=False),
        sa.Column("until", Moment(), nullable=False),
        sa.Column("blob", sa.String(length=60), nullable=True),
        sa.CheckConstraint("kind IN ('post', 'message', 'profile', 'picture')", name="ck_case_evidence_kind"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_evidence_case_id_cases", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_case_evidence"),
        sa.UniqueConstraint("blob", name="uq_case_evidence_blob"),
    )
    op.create_index("ix_case_evidence_case_id", "case_evidence", ["case_id"])
    op.create_index("ix_case_evidence_until", "case_evidence", ["until"])

    op.create_table(
        "case_notes",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("case_id", Id, nullable=False),
        sa.Column("written_by", Id, nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("written_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_notes_case_id_cases", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["written_by"], ["accounts.id"], name="fk_case_notes_written_by_accounts", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_case_notes"),
    )
    op.create_index("ix_case_notes_case_id", "case_notes", ["case_id"])
    op.create_index("ix_case_notes_written_by", "case_notes", ["written_by"])

    op.create_table(
        "recusals",
        sa.Column("case_id", Id, autoincrement=False, nullable=False),
        sa.Column("account_id", Id, autoincrement=False, nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name="fk_recusals_account_id_accounts", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_recusals_case_id_cases", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("case_id", "account_id", name="pk_recusals"),
    )
    op.create_index("ix_recusals_account_id", "recusals", ["account_id"])


def downgrade() -> None:
    op.drop_table("recusals")
    op.drop_table("case_notes")
    op.drop_table("case_evidence")
    op.drop_table("reports")
    op.drop_table("cases")
    op.drop_table("policy_clauses")
