"""The parts of somebody's page: what they boosted, what has pictures"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_boosts_page", "boosts", ["account_id", "id"])
    with_pictures = sa.text("pictures > 0")
    op.create_index(
        "ix_posts_pictures",
        "posts",
        ["author_id", "id"],
        sqlite_where=with_pictures,
        postgresql_where=with_pictures,
    )


def downgrade() -> None:
    op.drop_index("ix_posts_pictures", "posts")
    op.drop_index("ix_boosts_page", "boosts")
