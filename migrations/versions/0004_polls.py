"""Polls"""

import sqlalchemy as sa
from alembic import op

from app.storage.tables import Id, Moment

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "polls",
        sa.Column("post_id", Id, autoincrement=False, nullable=False),
        sa.Column("multiple", sa.Boolean(), nullable=False),
        sa.Column("hides_counts", sa.Boolean(), nullable=False),
        sa.Column("voters", Id, nullable=False),
        sa.Column("ends_at", Moment(), nullable=False),
        sa.Column("is_over", sa.Boolean(), nullable=False),
        sa.Column("tells_at", Moment(), nullable=True),
        sa.CheckConstraint("voters >= 0", name=op.f("ck_polls_voters")),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_polls_post_id_posts"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("post_id", name=op.f("pk_polls")),
    )
    for column, where in (("ends_at", "NOT is_over"), ("tells_at", "tells_at IS NOT NULL")):
        op.create_index(
            f"ix_polls_{column}", "polls", [column], sqlite_where=sa.text(where), postgresql_where=sa.text(where)
        )
    op.create_table(
        "poll_choices",
        sa.Column("post_id", Id, autoincrement=False, nullable=False),
        sa.Column("position", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("votes", Id, nullable=False),
        sa.CheckConstraint("votes >= 0", name=op.f("ck_poll_choices_votes")),
        _of_a_poll("poll_choices"),
        sa.PrimaryKeyConstraint("post_id", "position", name=op.f("pk_poll_choices")),
    )
    op.create_table(
        "poll_votes",
        sa.Column("post_id", Id, autoincrement=False, nullable=False),
        sa.Column("account_id", Id, autoincrement=False, nullable=False),
        sa.Column("until", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_poll_votes_account_id_accounts"), ondelete="CASCADE"
        ),
        _of_a_poll("poll_votes"),
        sa.PrimaryKeyConstraint("post_id", "account_id", name=op.f("pk_poll_votes")),
    )
    op.create_index(op.f("ix_poll_votes_account_id"), "poll_votes", ["account_id"])
    op.create_index(op.f("ix_poll_votes_until"), "poll_votes", ["until"])
    op.create_table(
        "poll_marks",
        sa.Column("marked", sa.LargeBinary(), nullable=False),
        sa.Column("post_id", Id, nullable=False),
        sa.Column("until", Moment(), nullable=False),
        _of_a_poll("poll_marks"),
        sa.PrimaryKeyConstraint("marked", name=op.f("pk_poll_marks")),
    )
    op.create_index(op.f("ix_poll_marks_post_id"), "poll_marks", ["post_id"])
    op.create_index(op.f("ix_poll_marks_until"), "poll_marks", ["until"])


def _of_a_poll(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["post_id"], ["polls.post_id"], name=op.f(f"fk_{table}_post_id_polls"), ondelete="CASCADE"
    )
