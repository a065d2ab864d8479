"""A thing is held for 72 hours in 90 days, and no longer once in each case: the database adds up the hours itself

Whoever held something for a minute and let it go took from everybody the other hours of that case.
"""

from dataclasses import replace
from importlib import import_module

from migrations.guards import Guard

revision = "0030"
down_revision = "0028"
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


def upgrade() -> None:
    _before.MADE.take_away()
    MADE.set()


def downgrade() -> None:
    MADE.take_away()
    _before.MADE.set()
