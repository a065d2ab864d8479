"""Whose news waits, and when an ally was last asked about a poll"""

import sqlalchemy as sa
from alembic import op

from app.storage.tables import Id, Moment

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("notifications", sa.Column("held", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "news_policies",
        sa.Column("account_id", Id, autoincrement=False, nullable=False),
        sa.Column("not_following", sa.String(length=6), nullable=False),
        sa.Column("not_followers", sa.String(length=6), nullable=False),
        sa.Column("new_accounts", sa.String(length=6), nullable=False),
        *(
            sa.CheckConstraint(f"{name} IN ('accept', 'filter', 'drop')", name=op.f(f"ck_news_policies_{name}"))
            for name in ("not_following", "not_followers", "new_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_news_policies_account_id_accounts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_news_policies")),
    )
    op.create_table(
        "news_let_in",
        sa.Column("account_id", Id, autoincrement=False, nullable=False),
        sa.Column("from_id", Id, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_news_let_in_account_id_accounts"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["from_id"], ["accounts.id"], name=op.f("fk_news_let_in_from_id_accounts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", "from_id", name=op.f("pk_news_let_in")),
    )
    op.add_column("polls", sa.Column("asked_at", Moment(), nullable=True))
    op.create_index(op.f("ix_news_let_in_from_id"), "news_let_in", ["from_id"], unique=False)


def downgrade() -> None:
    op.drop_column("polls", "asked_at")
    op.drop_table("news_let_in")
    op.drop_table("news_policies")
    op.drop_column("notifications", "held")
