"""What was decided, and asking for another look"""

import sqlalchemy as sa
from alembic import op

from app.storage.tables import Id, Moment

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "decisions",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("case_id", Id, nullable=True),
        sa.Column("subject", sa.String(length=8), nullable=False),
        sa.Column("account_id", Id, nullable=True),
        sa.Column("post_id", Id, nullable=True),
        sa.Column("ally_id", Id, nullable=True),
        sa.Column("measure", sa.String(length=14), nullable=False),
        sa.Column("policy_version", Id, nullable=False),
        sa.Column("clause_key", Id, nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("particulars_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("described_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("decided_by", Id, nullable=True),
        sa.Column("needed", sa.SmallInteger(), nullable=False),
        sa.Column("decided_at", Moment(), nullable=False),
        sa.Column("in_force_at", Moment(), nullable=True),
        sa.Column("ends_at", Moment(), nullable=True),
        sa.Column("review_at", Moment(), nullable=True),
        sa.Column("appeal_until", Moment(), nullable=False),
        sa.Column("evidence_until", Moment(), nullable=False),
        sa.Column("over_at", Moment(), nullable=True),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("seen_at", Moment(), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('', 'declined', 'ran_out', 'eased', 'overturned')", name="ck_decisions_outcome"
        ),
        sa.CheckConstraint("subject IN ('post', 'account', 'ally')", name="ck_decisions_subject"),
        sa.CheckConstraint("length(reason_sealed) > 40", name="ck_decisions_says_why"),
        sa.CheckConstraint("needed BETWEEN 1 AND 3", name="ck_decisions_needed"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name="fk_decisions_account_id_accounts", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["ally_id"], ["allies.id"], name="fk_decisions_ally_id_allies", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_decisions_case_id_cases", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["accounts.id"], name="fk_decisions_decided_by_accounts", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["policy_version", "clause_key"],
            ["policy_clauses.version", "policy_clauses.key"],
            name="fk_decisions_clause",
        ),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name="fk_decisions_post_id_posts", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_decisions"),
    )
    op.create_index("ix_decisions_account_id", "decisions", ["account_id"])
    op.create_index("ix_decisions_ally_id", "decisions", ["ally_id"])
    op.create_index("ix_decisions_case_id", "decisions", ["case_id"])
    op.create_index("ix_decisions_decided_by", "decisions", ["decided_by"])
    op.create_index(
        "ix_decisions_ends_at",
        "decisions",
        ["ends_at"],
        sqlite_where=sa.text("over_at IS NULL AND ends_at IS NOT NULL"),
        postgresql_where=sa.text("over_at IS NULL AND ends_at IS NOT NULL"),
    )
    op.create_index("ix_decisions_evidence_until", "decisions", ["evidence_until"])
    op.create_index("ix_decisions_post_id", "decisions", ["post_id"])
    op.create_index(
        "ix_decisions_waiting",
        "decisions",
        ["decided_at"],
        sqlite_where=sa.text("in_force_at IS NULL AND over_at IS NULL"),
        postgresql_where=sa.text("in_force_at IS NULL AND over_at IS NULL"),
    )

    op.create_table(
        "agreements",
        sa.Column("decision_id", Id, autoincrement=False, nullable=False),
        sa.Column("account_id", Id, autoincrement=False, nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        sa.Column("said_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name="fk_agreements_account_id_accounts", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], name="fk_agreements_decision_id_decisions", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("decision_id", "account_id", name="pk_agreements"),
    )
    op.create_index("ix_agreements_account_id", "agreements", ["account_id"])

    op.create_table(
        "appeals",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("decision_id", Id, nullable=False),
        sa.Column("opened_at", Moment(), nullable=False),
        sa.Column("answer_by", Moment(), nullable=False),
        sa.Column("heard_by", Id, nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("answered_at", Moment(), nullable=True),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('', 'upheld', 'overturned', 'silence', 'withdrawn')", name="ck_appeals_outcome"
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], name="fk_appeals_decision_id_decisions", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["heard_by"], ["accounts.id"], name="fk_appeals_heard_by_accounts", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_appeals"),
        sa.UniqueConstraint("decision_id", name="uq_appeals_decision_id"),
    )
    op.create_index("ix_appeals_answer_by", "appeals", ["answer_by"])
    op.create_index("ix_appeals_heard_by", "appeals", ["heard_by"])

    op.create_table(
        "appeal_lines",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("appeal_id", Id, nullable=False),
        sa.Column("by_subject", sa.Boolean(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("said_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["appeal_id"], ["appeals.id"], name="fk_appeal_lines_appeal_id_appeals", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_appeal_lines"),
    )
    op.create_index("ix_appeal_lines_appeal_id", "appeal_lines", ["appeal_id"])

    op.create_table(
        "appeal_hearings",
        sa.Column("appeal_id", Id, autoincrement=False, nullable=False),
        sa.Column("account_id", Id, autoincrement=False, nullable=False),
        sa.Column("overturns", sa.Boolean(), nullable=False),
        sa.Column("said_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name="fk_appeal_hearings_account_id_accounts", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["appeal_id"], ["appeals.id"], name="fk_appeal_hearings_appeal_id_appeals", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("appeal_id", "account_id", name="pk_appeal_hearings"),
    )
    op.create_index("ix_appeal_hearings_account_id", "appeal_hearings", ["account_id"])


def downgrade() -> None:
    op.drop_table("appeal_hearings")
    op.drop_table("appeal_lines")
    op.drop_table("appeals")
    op.drop_table("agreements")
    op.drop_table("decisions")
