"""A decision as accounts, posts and allies demand it before anything of somebody's changes. Pure.

`moderation/decisions.py` alone makes one: a test over the source holds that, and the database refuses a restriction
that no decision in force stands behind (P13).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

# Whose account is to end is not there from the decision on, and may still appeal.
SUSPENDING: Final = frozenset({"suspend", "end_account"})


@dataclass(frozen=True, slots=True)
class Decision:
    """What people decided, in force. `measure` is a word of `moderation.measures`.

    `particulars`: what the measure needs beside its name: `warning` (words), `pictures` (ids).
    """

    id: int
    measure: str
    account_id: int | None = None
    post_id: int | None = None
    ally_id: int | None = None
    ends_at: datetime | None = None
    particulars: Mapping[str, Any] = field(default_factory=dict[str, Any])
