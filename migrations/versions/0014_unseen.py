"""What is unseen is found without the rest: every page asks whether there is anything"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_notifications_unseen",
        "notifications",
        ["account_id"],
        sqlite_where=sa.text("seen IS 0 AND held IS 0"),
        postgresql_where=sa.text("seen IS false AND held IS false"),
    )


def downgrade() -> None:
    op.drop_index("ix_notifications_unseen", "notifications")
