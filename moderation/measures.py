"""What a decision may do: the measures, which of them weigh heavily, and what each is done to. No machine uses any."""

from datetime import timedelta
from enum import StrEnum
from typing import Final


class Measure(StrEnum):
    """What people may decide. A clause of the policy says which of these it allows."""

    NO_BREACH = "no_breach"
    WORD = "word"
    ASK_CHANGE = "ask_change"
    ADD_WARNING = "add_warning"
    HIDE_PICTURE = "hide_picture"
    HOLD = "hold"
    REMOVE = "remove"
    PAUSE_POSTING = "pause_posting"
    LIMIT = "limit"
    SUSPEND = "suspend"
    END_ACCOUNT = "end_account"
    ALLY_LIMIT = "ally_limit"
    ALLY_PAUSE = "ally_pause"
    ALLY_PART = "ally_part"


class Subject(StrEnum):
    """What a case is about."""

    POST = "post"
    ACCOUNT = "account"
    ALLY = "ally"


class Deciders(StrEnum):
    """Who decides under a clause."""

    ONE = "one"
    TWO = "two"
    PANEL = "panel"


HOLDS_LAST: Final = timedelta(hours=72)
ALONE_LASTS: Final = timedelta(hours=72)

ON_POSTS: Final = frozenset(
    {Measure.ASK_CHANGE, Measure.ADD_WARNING, Measure.HIDE_PICTURE, Measure.HOLD, Measure.REMOVE}
)
ON_ACCOUNTS: Final = frozenset({Measure.PAUSE_POSTING, Measure.LIMIT, Measure.SUSPEND, Measure.END_ACCOUNT})
ON_ALLIES: Final = frozenset({Measure.ALLY_LIMIT, Measure.ALLY_PAUSE, Measure.ALLY_PART})
# What takes nothing from anybody.
MILD: Final = frozenset({Measure.NO_BREACH, Measure.WORD, Measure.ASK_CHANGE})
# What no single person decides (P15).
SEVERE: Final = frozenset({Measure.SUSPEND, Measure.END_ACCOUNT, Measure.ALLY_PART})


def restricts(measure: Measure) -> bool:
    """Whether something is not as it would be without the decision."""
    return measure not in MILD


def needed(deciders: Deciders, measure: Measure) -> int:
    """How many people have to say yes, whoever decides first among them."""
    by_clause = {Deciders.ONE: 1, Deciders.TWO: 2, Deciders.PANEL: 3}[deciders]
    if measure in {Measure.HOLD, Measure.NO_BREACH}:
        return 1
    return max(by_clause, 2) if measure in SEVERE else by_clause
