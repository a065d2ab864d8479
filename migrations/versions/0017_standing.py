"""What decisions take effect on, what everybody may see of them, and who read what"""

import sqlalchemy as sa
from alembic import op

from app.storage.tables import Id, Moment

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

COLUMNS = (
    ("accounts", "posting_paused"), ("accounts", "limited"), ("accounts", "suspended"), ("allies", "limited"),
    ("posts", "held"), ("posts", "removed"), ("pictures", "hidden"),
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "account_restrictions",
        sa.Column("decision_id", Id, autoincrement=False, nullable=False),
        sa.Column("account_id", Id, nullable=False),
        sa.Column("measure", sa.String(length=14), nullable=False),
        sa.Column("ends_at", Moment(), nullable=True),
        sa.CheckConstraint(
            "measure IN ('pause_posting', 'limit', 'suspend', 'end_account')", name="ck_account_restrictions_measure"
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name="fk_account_restrictions_account_id_accounts", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("decision_id", name="pk_account_restrictions"),
    )
    op.create_index("ix_account_restrictions_account_id", "account_restrictions", ["account_id"])

    op.create_table(
        "post_restrictions",
        sa.Column("decision_id", Id, autoincrement=False, nullable=False),
        sa.Column("post_id", Id, nullable=False),
        sa.Column("measure", sa.String(length=14), nullable=False),
        sa.Column("ends_at", Moment(), nullable=True),
        sa.Column("kept_sealed", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "measure IN ('add_warning', 'hide_picture', 'hold', 'remove')", name="ck_post_restrictions_measure"
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name="fk_post_restrictions_post_id_posts", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("decision_id", name="pk_post_restrictions"),
    )
    op.create_index("ix_post_restrictions_post_id", "post_restrictions", ["post_id"])

    op.create_table(
        "public_log",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("measure", sa.String(length=14), nullable=False),
        sa.Column("policy_version", Id, nullable=False),
        sa.Column("clause_key", Id, nullable=False),
        sa.ForeignKeyConstraint(
            ["policy_version", "clause_key"], ["policy_clauses.version", "policy_clauses.key"], name="fk_log_clause"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_public_log"),
    )
    op.create_index("ix_public_log_month", "public_log", ["month"])

    op.create_table(
        "public_log_summaries",
        sa.Column("entry_id", Id, autoincrement=False, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", name="pk_public_log_summaries"),
    )
    op.create_table(
        "readings",
        sa.Column("number", Id, autoincrement=False, nullable=False),
        sa.Column("commitment", sa.LargeBinary(), nullable=False),
        sa.Column("head", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_readings"),
    )
    op.create_table(
        "reading_details",
        sa.Column("number", Id, autoincrement=False, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("until", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_reading_details"),
    )
    op.create_index("ix_reading_details_until", "reading_details", ["until"])

    for table, column in COLUMNS:
        op.add_column(table, sa.Column(column, sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    for table, column in reversed(COLUMNS):
        op.drop_column(table, column)
    op.drop_table("reading_details")
    op.drop_table("readings")
    op.drop_table("public_log_summaries")
    op.drop_table("public_log")
    op.drop_table("post_restrictions")
    op.drop_table("account_restrictions")
