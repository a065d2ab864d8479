"""What others advise, as suggestions"""

import sqlalchemy as sa
from alembic import op

from app.storage.tables import Id, Moment

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "suggestions",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("mark", sa.LargeBinary(), nullable=False),
        sa.Column("house_mark", sa.LargeBinary(), nullable=False),
        sa.Column("body_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("settled", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("said_at", Moment(), nullable=False),
        sa.CheckConstraint("kind IN ('house', 'account')", name="ck_suggestions_kind"),
        sa.PrimaryKeyConstraint("id", name="pk_suggestions"),
        sa.UniqueConstraint("mark", name="uq_suggestions_mark"),
    )
    op.create_index("ix_suggestions_house_mark", "suggestions", ["house_mark"])
    op.create_index("ix_suggestions_said_at", "suggestions", ["said_at"])


def downgrade() -> None:
    op.drop_table("suggestions")
