"""Messages that wait for a reader's yes are found without the rest: the page of messages asks each time"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

REQUESTED = "ix_mentions_requested"


def upgrade() -> None:
    op.create_index(
        REQUESTED,
        "mentions",
        ["account_id", "post_id"],
        sqlite_where=sa.text("requested IS 1"),
        postgresql_where=sa.text("requested IS true"),
    )


def downgrade() -> None:
    op.drop_index(REQUESTED, "mentions")
