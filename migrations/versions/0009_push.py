"""Push with no content"""

import sqlalchemy as sa
from alembic import op

from app.storage.tables import Id

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for mark in ("has_push", "rung"):
        op.add_column("accounts", sa.Column(mark, sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "push_services",
        sa.Column("host", sa.String(length=260), nullable=False),
        sa.PrimaryKeyConstraint("host", name=op.f("pk_push_services")),
    )
    op.create_table(
        "push_keys",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("private_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("public", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_push_keys_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_push_keys")),
    )
    op.create_table(
        "push_subscriptions",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("account_id", Id, nullable=False),
        sa.Column("session_id", Id, nullable=True),
        sa.Column("token_id", Id, nullable=True),
        sa.Column("address_hash", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("rung", sa.Boolean(), nullable=False),
        sa.Column("used_on", sa.String(length=10), nullable=False),
        sa.CheckConstraint("(session_id IS NULL) <> (token_id IS NULL)", name=op.f("ck_push_subscriptions_one_way_in")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_push_subscriptions_account_id_accounts"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions.id"], name=op.f("fk_push_subscriptions_session_id_sessions"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["token_id"], ["app_tokens.id"], name=op.f("fk_push_subscriptions_token_id_app_tokens"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_push_subscriptions")),
        sa.UniqueConstraint("address_hash", name=op.f("uq_push_subscriptions_address_hash")),
        sa.UniqueConstraint("session_id", name=op.f("uq_push_subscriptions_session_id")),
        sa.UniqueConstraint("token_id", name=op.f("uq_push_subscriptions_token_id")),
    )
    op.create_index(op.f("ix_push_subscriptions_account_id"), "push_subscriptions", ["account_id"], unique=False)
