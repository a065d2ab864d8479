"""Charter, proposals, objections and ballots"""

import sqlalchemy as sa
from alembic import op

from app.storage.tables import Id, Moment
from migrations.guards import Guard

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

IS_DUE = sa.text("due_at IS NOT NULL")
IS_UNDER_WAY = sa.text("state IN ('talk', 'ballot', 'adopted')")

SAID = "method", "quorum", "talk_days", "ballot_days", "term_days", "since"
GUARDS = (
    Guard("charters_unchanged", "charters", "UPDATE", "a charter is never changed, only followed", columns=SAID),
    Guard("charters_unremoved", "charters", "DELETE", "a charter is never removed"),
    Guard(
        "ballots_one_by_one", "ballots", "UPDATE", "a ballot is counted one by one, and never taken out",
        when="NEW.yes < OLD.yes OR NEW.no < OLD.no OR NEW.abstain < OLD.abstain"
        " OR NEW.yes + NEW.no + NEW.abstain > OLD.yes + OLD.no + OLD.abstain + 1",
    ),
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "proposals",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("change", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("proposed_by", Id, nullable=True),
        sa.Column("concerns", Id, nullable=True),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.Column("method", sa.String(length=10), nullable=False),
        sa.Column("quorum", sa.SmallInteger(), nullable=False),
        sa.Column("talk_days", sa.SmallInteger(), nullable=False),
        sa.Column("ballot_days", sa.SmallInteger(), nullable=False),
        sa.Column("force_days", sa.SmallInteger(), nullable=False),
        sa.Column("edition", sa.SmallInteger(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("proposed_at", Moment(), nullable=False),
        sa.Column("talk_until", Moment(), nullable=False),
        sa.Column("decided_at", Moment(), nullable=True),
        sa.Column("due_at", Moment(), nullable=True),
        sa.CheckConstraint("(state = 'over') = (outcome <> '')", name="ck_proposals_over_with_a_reason"),
        sa.CheckConstraint("method IN ('consent', 'majority', 'two_thirds')", name="ck_proposals_method"),
        sa.CheckConstraint("state IN ('talk', 'ballot', 'adopted', 'in_force', 'over')", name="ck_proposals_state"),
        sa.ForeignKeyConstraint(
            ["concerns"], ["accounts.id"], name="fk_proposals_concerns_accounts", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["accounts.id"], name="fk_proposals_proposed_by_accounts", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_proposals"),
    )
    op.create_index("ix_proposals_concerns", "proposals", ["concerns"])
    op.create_index("ix_proposals_due", "proposals", ["due_at"], sqlite_where=IS_DUE, postgresql_where=IS_DUE)
    op.create_index(
        "ix_proposals_one_under_way",
        "proposals",
        ["subject"],
        unique=True,
        sqlite_where=IS_UNDER_WAY,
        postgresql_where=IS_UNDER_WAY,
    )
    op.create_index("ix_proposals_proposed_by", "proposals", ["proposed_by"])

    op.create_table(
        "terms",
        sa.Column("account_id", Id, autoincrement=False, nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.Column("ends_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name="fk_terms_account_id_accounts", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", name="pk_terms"),
    )
    op.create_index("ix_terms_ends_at", "terms", ["ends_at"])

    op.create_table(
        "ballot_marks",
        sa.Column("mark", sa.LargeBinary(), nullable=False),
        sa.Column("proposal_id", Id, nullable=False),
        sa.Column("until", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposals.id"], name="fk_ballot_marks_proposal_id_proposals", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("mark", name="pk_ballot_marks"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_ballot_marks_proposal_id", "ballot_marks", ["proposal_id"])

    op.create_table(
        "ballots",
        sa.Column("proposal_id", Id, autoincrement=False, nullable=False),
        sa.Column("ends_at", Moment(), nullable=False),
        sa.Column("yes", Id, nullable=False),
        sa.Column("no", Id, nullable=False),
        sa.Column("abstain", Id, nullable=False),
        sa.Column("entitled", Id, nullable=True),
        sa.CheckConstraint("yes >= 0 AND no >= 0 AND abstain >= 0", name="ck_ballots_counts"),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposals.id"], name="fk_ballots_proposal_id_proposals", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("proposal_id", name="pk_ballots"),
    )
    op.create_table(
        "charters",
        sa.Column("number", Id, autoincrement=False, nullable=False),
        sa.Column("method", sa.String(length=10), nullable=False),
        sa.Column("quorum", sa.SmallInteger(), nullable=False),
        sa.Column("talk_days", sa.SmallInteger(), nullable=False),
        sa.Column("ballot_days", sa.SmallInteger(), nullable=False),
        sa.Column("term_days", sa.SmallInteger(), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.Column("set_by", Id, nullable=True),
        sa.Column("proposal_id", Id, nullable=True),
        sa.CheckConstraint("method IN ('consent', 'majority', 'two_thirds')", name="ck_charters_method"),
        sa.CheckConstraint("quorum BETWEEN 0 AND 100", name="ck_charters_quorum"),
        sa.CheckConstraint("talk_days >= 1 AND ballot_days >= 1 AND term_days >= 0", name="ck_charters_days"),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposals.id"], name="fk_charters_proposal_id_proposals", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["set_by"], ["accounts.id"], name="fk_charters_set_by_accounts", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("number", name="pk_charters"),
    )
    op.create_index("ix_charters_proposal_id", "charters", ["proposal_id"])
    op.create_index("ix_charters_set_by", "charters", ["set_by"])

    op.create_table(
        "proposal_lines",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("proposal_id", Id, nullable=False),
        sa.Column("account_id", Id, nullable=False),
        sa.Column("is_objection", sa.Boolean(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("edition", sa.SmallInteger(), nullable=False),
        sa.Column("said_at", Moment(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("taken_back", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name="fk_proposal_lines_account_id_accounts", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposals.id"], name="fk_proposal_lines_proposal_id_proposals", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_proposal_lines"),
    )
    op.create_index("ix_proposal_lines_account_id", "proposal_lines", ["account_id"])
    op.create_index("ix_proposal_lines_proposal_id", "proposal_lines", ["proposal_id"])
    op.create_index("ix_proposal_lines_said_at", "proposal_lines", ["said_at"])
    for guard in GUARDS:
        guard.set()


def downgrade() -> None:
    for guard in GUARDS:
        guard.take_away()
    for table in ("terms", "charters", "proposal_lines", "ballots", "ballot_marks", "proposals"):
        op.drop_table(table)
