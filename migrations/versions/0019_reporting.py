"""What reports and the people who look at them need"""

import sqlalchemy as sa
from alembic import op

from app.storage.tables import Id, Moment

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "help_addresses",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.CheckConstraint("name <> '' AND address <> ''", name="ck_help_addresses_says_whom"),
        sa.PrimaryKeyConstraint("id", name="pk_help_addresses"),
    )
    op.create_table(
        "outside_letters",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("case_id", Id, nullable=True),
        sa.Column("urgency", sa.SmallInteger(), nullable=False),
        sa.Column("body_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("looked_for_at", Moment(), nullable=True),
        sa.Column("answered_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name="fk_outside_letters_case_id_cases", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_outside_letters"),
        sa.UniqueConstraint("code_hash", name="uq_outside_letters_code_hash"),
    )
    op.create_index("ix_outside_letters_case_id", "outside_letters", ["case_id"])
    op.create_index("ix_outside_letters_made_at", "outside_letters", ["made_at"])
    op.create_table(
        "outside_lines",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("letter_id", Id, nullable=False),
        sa.Column("from_house", sa.Boolean(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("said_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["letter_id"],
            ["outside_letters.id"],
            name="fk_outside_lines_letter_id_outside_letters",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_outside_lines"),
    )
    op.create_index("ix_outside_lines_letter_id", "outside_lines", ["letter_id"])
    op.add_column("community", sa.Column("hears_outside", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    op.drop_column("community", "hears_outside")
    op.drop_table("outside_lines")
    op.drop_table("outside_letters")
    op.drop_table("help_addresses")
