"""What appeals need, and those who consented to be drawn"""

import sqlalchemy as sa
from alembic import op

from app.storage.tables import Id, Moment

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


OPEN = sa.text("outcome = ''")


def upgrade() -> None:
    op.drop_index("ix_appeals_answer_by", table_name="appeals")
    op.create_index("ix_appeals_open", "appeals", ["answer_by"], sqlite_where=OPEN, postgresql_where=OPEN)

    op.create_table(
        "jurors",
        sa.Column("account_id", Id, autoincrement=False, nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name="fk_jurors_account_id_accounts", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", name="pk_jurors"),
    )

    op.create_table(
        "drawn_jurors",
        sa.Column("decision_id", Id, autoincrement=False, nullable=False),
        sa.Column("account_id", Id, autoincrement=False, nullable=False),
        sa.Column("part", sa.String(length=5), nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("answer_by", Moment(), nullable=False),
        sa.Column("answer", sa.String(length=3), nullable=False),
        sa.CheckConstraint("part IN ('agree', 'hear')", name="ck_drawn_jurors_part"),
        sa.CheckConstraint("answer IN ('', 'yes', 'no')", name="ck_drawn_jurors_answer"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name="fk_drawn_jurors_account_id_accounts", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], name="fk_drawn_jurors_decision_id_decisions", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("decision_id", "account_id", name="pk_drawn_jurors"),
    )
    op.create_index("ix_drawn_jurors_account_id", "drawn_jurors", ["account_id"])

    op.create_table(
        "stood_down",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("account_id", Id, nullable=False),
        sa.Column("stood_down_by", Id, nullable=True),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.CheckConstraint("role IN ('moderator', 'steward')", name="ck_stood_down_role"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name="fk_stood_down_account_id_accounts", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["stood_down_by"], ["accounts.id"], name="fk_stood_down_stood_down_by_accounts", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_stood_down"),
    )
    op.create_index("ix_stood_down_account_id", "stood_down", ["account_id"])
    op.create_index("ix_stood_down_at", "stood_down", ["at"])
    op.create_index("ix_stood_down_stood_down_by", "stood_down", ["stood_down_by"])


def downgrade() -> None:
    op.drop_table("stood_down")
    op.drop_table("drawn_jurors")
    op.drop_table("jurors")
    op.drop_index("ix_appeals_open", table_name="appeals")
    op.create_index("ix_appeals_answer_by", "appeals", ["answer_by"])
