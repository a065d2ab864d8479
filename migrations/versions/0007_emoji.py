"""Small pictures among words"""

import sqlalchemy as sa
from alembic import op

from app.storage.tables import Id, Moment

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "emoji",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("ally_id", Id, nullable=True),
        sa.Column("shortcode", sa.String(length=30), nullable=False),
        sa.Column("word", sa.String(length=22), nullable=False),
        sa.Column("blob", sa.String(length=60), nullable=True),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("usable", sa.Boolean(), nullable=False),
        sa.Column("source_uri", sa.String(length=800), nullable=False),
        sa.Column("source_updated", sa.String(length=40), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.Column("seen_at", Moment(), nullable=True),
        sa.CheckConstraint("shortcode <> ''", name=op.f("ck_emoji_has_shortcode")),
        sa.ForeignKeyConstraint(["ally_id"], ["allies.id"], name=op.f("fk_emoji_ally_id_allies"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_emoji")),
        sa.UniqueConstraint("ally_id", "shortcode", name=op.f("uq_emoji_ally_id_shortcode")),
        sa.UniqueConstraint("blob", name=op.f("uq_emoji_blob")),
        sa.UniqueConstraint("word", name=op.f("uq_emoji_word")),
    )
    of_the_house = sa.text("ally_id IS NULL")
    with op.batch_alter_table("emoji", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_emoji_seen_at"), ["seen_at"], unique=False)
        batch_op.create_index(
            "uq_emoji_of_the_house", ["shortcode"], unique=True,
            sqlite_where=of_the_house, postgresql_where=of_the_house,
        )  # fmt: skip
