"""Quotes by consent"""

import sqlalchemy as sa
from alembic import op

from app.storage.tables import Id

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

KINDS = (
    "'mention', 'follow', 'follow_request', 'favourite', 'reblog', 'poll', 'update', 'status', 'quote', 'quoted_update'"
)


def upgrade() -> None:
    op.add_column("posts", sa.Column("quotable", sa.String(length=10), nullable=False, server_default="nobody"))
    op.create_table(
        "quotes",
        sa.Column("post_id", Id, autoincrement=False, nullable=False),
        sa.Column("quoted_id", Id, nullable=True),
        sa.Column("wanted_uri", sa.String(length=500), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("authorisation", sa.String(length=500), nullable=False),
        sa.CheckConstraint("state IN ('asked', 'allowed', 'refused', 'taken_back')", name=op.f("ck_quotes_state")),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_quotes_post_id_posts"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["quoted_id"], ["posts.id"], name=op.f("fk_quotes_quoted_id_posts"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("post_id", name=op.f("pk_quotes")),
    )
    op.create_index(op.f("ix_quotes_quoted_id"), "quotes", ["quoted_id"])
    said = sa.text("authorisation <> ''")
    op.create_index("ix_quotes_authorisation", "quotes", ["authorisation"], sqlite_where=said, postgresql_where=said)
    with op.batch_alter_table("notifications", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_notifications_kind"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_notifications_kind"), f"kind IN ({KINDS})")
