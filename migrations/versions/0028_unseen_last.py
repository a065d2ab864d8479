"""The index of what is unseen, made after the others of its table

SQLite takes two indexes that begin alike for equally good and uses the one that was made last. A table that is rebuilt
gets its indexes back in no certain order, so that in some houses every page read a member's whole news.
"""

from alembic import op
from sqlalchemy import text

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

UNSEEN = "ix_notifications_unseen"


def upgrade() -> None:
    if op.get_context().dialect.name == "sqlite":
        op.drop_index(UNSEEN, table_name="notifications")
        op.create_index(UNSEEN, "notifications", ["account_id"], sqlite_where=text("seen IS 0 AND held IS 0"))


def downgrade() -> None:
    """It is the same index."""
