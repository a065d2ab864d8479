"""No account's standing changes without a decision: the database says so"""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

from app.storage.tables import Id, Moment
from migrations.guards import Guard

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_NO_DECISION = "no decision in force stands behind this restriction"
_NOT_DECIDED = "nobody decided this: a standing follows from restrictions alone"


def _stands(whose: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM decisions WHERE decisions.id = NEW.decision_id AND decisions.{whose} = NEW.{whose} "
        "AND decisions.measure = NEW.measure AND decisions.in_force_at IS NOT NULL AND decisions.over_at IS NULL)"
    )


def _restricted(table: str, whose: str, measures: str) -> str:
    return f"EXISTS (SELECT 1 FROM {table} WHERE {table}.{whose} = NEW.id AND {table}.measure IN ({measures}))"


_HOUSE_IS_LIMITED = "EXISTS (SELECT 1 FROM allies WHERE allies.id = NEW.ally_id AND allies.limited)"
_ACCOUNT = ("account_restrictions", "account_id")
_STANDING = (
    ("accounts", "posting_paused", _restricted(*_ACCOUNT, "'pause_posting'")),
    ("accounts", "limited", "(" + _restricted(*_ACCOUNT, "'limit'") + f" OR {_HOUSE_IS_LIMITED})"),
    ("accounts", "suspended", _restricted(*_ACCOUNT, "'suspend', 'end_account'")),
    ("allies", "limited", _restricted("ally_restrictions", "ally_id", "'ally_limit'")),
)


def _guards() -> Iterator[Guard]:
    for table, whose in (_ACCOUNT, ("ally_restrictions", "ally_id")):
        for act in ("INSERT", "UPDATE"):
            yield Guard(f"{table}_decided_at_{act.lower()}", table, act, _NO_DECISION, f"NOT {_stands(whose)}")
    for table, column, decided in _STANDING:
        name, turns = f"{table}_{column}_decided", f"NEW.{column} AND NOT {decided}"
        yield Guard(f"{name}_at_insert", table, "INSERT", _NOT_DECIDED, turns)
        yield Guard(f"{name}_at_update", table, "UPDATE", _NOT_DECIDED, f"NOT OLD.{column} AND {turns}", (column,))


def upgrade() -> None:
    op.create_table(
        "ally_restrictions",
        sa.Column("decision_id", Id, autoincrement=False, nullable=False),
        sa.Column("ally_id", Id, nullable=False),
        sa.Column("measure", sa.String(length=14), nullable=False),
        sa.Column("ends_at", Moment(), nullable=True),
        sa.Column("made_pause", sa.Boolean(), nullable=False),
        sa.CheckConstraint("measure IN ('ally_limit', 'ally_pause', 'ally_part')", name="ck_ally_restrictions_measure"),
        sa.ForeignKeyConstraint(
            ["ally_id"], ["allies.id"], name="fk_ally_restrictions_ally_id_allies", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("decision_id", name="pk_ally_restrictions"),
    )
    op.create_index("ix_ally_restrictions_ally_id", "ally_restrictions", ["ally_id"])
    for guard in _guards():
        guard.set()


def downgrade() -> None:
    for guard in _guards():
        guard.take_away()
    op.drop_table("ally_restrictions")
