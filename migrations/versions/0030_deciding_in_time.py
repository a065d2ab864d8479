"""The database adds up the hours of holds, and whoever was drawn and does nothing is let go

Whoever held something for a minute and let it go took from everybody the other hours of that case.
"""

from dataclasses import replace
from importlib import import_module

from alembic import op

from migrations.guards import Guard

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

_before = import_module("migrations.versions.0020_deciding")

# 72 hours and 90 days, in milliseconds. Of what was held before its author changed it nothing counts.
_LONGEST, _WITHIN = 72 * 3_600_000, 90 * 24 * 3_600_000
_ENDS = "coalesce(held.over_at, held.ends_at)"
_EDITED = "coalesce((SELECT edited_at FROM posts WHERE id = NEW.post_id), 0)"
_BEGAN = f"CASE WHEN held.in_force_at > {_EDITED} THEN held.in_force_at ELSE {_EDITED} END"
_LASTED = (
    f"coalesce((SELECT sum(CASE WHEN {_ENDS} > {_BEGAN} THEN {_ENDS} - {_BEGAN} ELSE 0 END) FROM decisions AS held"
    " WHERE held.post_id = NEW.post_id AND held.measure = 'hold' AND held.in_force_at IS NOT NULL"
    f" AND held.decided_at > NEW.decided_at - {_WITHIN}), 0)"
)
# A hold takes one person, so it holds from when it is decided: else its hours could be moved afterwards.
_HELD_TOO_LONG = (
    "(NEW.measure = 'hold' AND (NEW.post_id IS NULL OR NEW.ends_at IS NULL"
    " OR NEW.in_force_at IS DISTINCT FROM NEW.decided_at"
    f" OR NEW.ends_at - NEW.in_force_at + {_LASTED} > {_LONGEST}))"
)

MADE: Guard = replace(
    _before.MADE,
    says="a decision is made by a person, under a clause in force that allows it, needs its people, "
    "and holds a post for 72 hours in 90 days",
    when=_before.MADE.when.replace(_before._HELD_BEFORE, _HELD_TOO_LONG),
)


# Step 0023 named this one twice over.
_BEFORE, _NOW = "ck_drawn_jurors_ck_drawn_jurors_answer", "ck_drawn_jurors_answer"
# Whoever said yes before has the days from now on that others have from their yes.
DAYS = "CASE WHEN part = 'hear' THEN 4 ELSE 1 END * 86400000"


def upgrade() -> None:
    _before.MADE.take_away()
    MADE.set()
    _answers(_BEFORE, _NOW, "answer IN ('', 'yes', 'no', 'let')")
    op.execute(f"UPDATE drawn_jurors SET answer_by = answer_by + {DAYS} WHERE answer = 'yes'")


def downgrade() -> None:
    op.execute("UPDATE drawn_jurors SET answer = 'no' WHERE answer = 'let'")
    _answers(_NOW, _BEFORE, "answer IN ('', 'yes', 'no')")
    MADE.take_away()
    _before.MADE.set()


def _answers(before: str, name: str, allowed: str) -> None:
    with op.batch_alter_table("drawn_jurors", schema=None) as batch:
        batch.drop_constraint(batch.f(before), type_="check")
        batch.create_check_constraint(batch.f(name), allowed)
