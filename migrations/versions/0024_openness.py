"""Log rows are only ever added: the database says so. Summaries, figures, and whom to write to about the law"""

import sqlalchemy as sa
from alembic import op

from app.storage.tables import Id, Moment
from migrations.guards import Guard, only_added

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_ADDED = "rows of this log are only ever added"
_KEYS = {
    "public_log": ("id",),
    "public_log_summaries": ("entry_id",),
    "readings": ("number",),
    "figures": ("quarter", "what", "clause_key"),
    "counted_quarters": ("quarter",),
}
GUARDS: tuple[Guard, ...] = tuple(guard for table, keys in _KEYS.items() for guard in only_added(table, keys, _ADDED))


def upgrade() -> None:
    op.create_table(
        "public_log_drafts",
        sa.Column("entry_id", Id, autoincrement=False, nullable=False),
        sa.Column("decision_id", Id, nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("written_by", Id, nullable=True),
        sa.Column("until", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], name="fk_public_log_drafts_decision_id_decisions", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["written_by"], ["accounts.id"], name="fk_public_log_drafts_written_by_accounts", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("entry_id", name="pk_public_log_drafts"),
    )
    for column in ("decision_id", "written_by", "until"):
        op.create_index(f"ix_public_log_drafts_{column}", "public_log_drafts", [column])
    op.create_table(
        "figures",
        sa.Column("quarter", sa.String(length=7), nullable=False),
        sa.Column("what", sa.String(length=12), nullable=False),
        sa.Column("clause_key", Id, autoincrement=False, nullable=False),
        sa.Column("count", Id, nullable=False),
        sa.CheckConstraint("count >= 5", name="ck_figures_not_few"),
        sa.PrimaryKeyConstraint("quarter", "what", "clause_key", name="pk_figures"),
    )
    op.create_table(
        "counted_quarters",
        sa.Column("quarter", sa.String(length=7), nullable=False),
        sa.Column("first_look", sa.SmallInteger(), nullable=True),
        sa.PrimaryKeyConstraint("quarter", name="pk_counted_quarters"),
    )
    op.create_table(
        "law_page",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("contact_html", sa.Text(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.CheckConstraint("id = 1", name="ck_law_page_only_one"),
        sa.PrimaryKeyConstraint("id", name="pk_law_page"),
    )
    for guard in GUARDS:
        guard.set()


def downgrade() -> None:
    for guard in reversed(GUARDS):
        guard.take_away()
    for table in ("law_page", "counted_quarters", "figures", "public_log_drafts"):
        op.drop_table(table)
