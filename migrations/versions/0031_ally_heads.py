"""The ends of allies' logs of reading"""

import sqlalchemy as sa
from alembic import op

from app.storage.tables import Id

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ally_heads",
        sa.Column("ally_id", Id, nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("head", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["ally_id"], ["allies.id"], name="fk_ally_heads_ally_id_allies", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("ally_id", "day", name="pk_ally_heads"),
    )
    op.create_index("ix_ally_heads_day", "ally_heads", ["day"])


def downgrade() -> None:
    op.drop_table("ally_heads")
