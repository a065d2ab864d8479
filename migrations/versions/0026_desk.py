"""How moderators look at cases, and what they said of their ties"""

import sqlalchemy as sa
from alembic import op

from app.storage.tables import Id, Moment

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "desk_choices",
        sa.Column("account_id", Id, autoincrement=False, nullable=False),
        sa.Column("without_pictures", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name="fk_desk_choices_account_id_accounts", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", name="pk_desk_choices"),
    )
    op.create_table(
        "stands_clear",
        sa.Column("case_id", Id, autoincrement=False, nullable=False),
        sa.Column("account_id", Id, autoincrement=False, nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name="fk_stands_clear_account_id_accounts", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_stands_clear_case_id_cases", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("case_id", "account_id", name="pk_stands_clear"),
    )
    op.create_index("ix_stands_clear_account_id", "stands_clear", ["account_id"])


def downgrade() -> None:
    op.drop_table("stands_clear")
    op.drop_table("desk_choices")
