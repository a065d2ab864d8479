"""What may be decided under each clause of our text, by whom, and how long it can be appealed: in every language."""

from typing import Final

from moderation.measures import Deciders, Measure

Terms = tuple[tuple[Measure, ...], Deciders, int, int, bool]
"""The measures, who decides, the days of an appeal, the days that evidence is kept, whether pictures are."""

_SAID = (Measure.NO_BREACH, Measure.WORD, Measure.ASK_CHANGE)
_TAKEN_DOWN = (Measure.HOLD, Measure.REMOVE)
_KEPT_APART = (Measure.PAUSE_POSTING, Measure.LIMIT, Measure.SUSPEND)

CONSENT: Final[Terms] = (
    (*_SAID, Measure.ADD_WARNING, Measure.HIDE_PICTURE, *_TAKEN_DOWN, *_KEPT_APART),
    Deciders.ONE, 30, 60, True,
)  # fmt: skip
OUTING: Final[Terms] = (
    (*_SAID, Measure.HIDE_PICTURE, *_TAKEN_DOWN, *_KEPT_APART, Measure.END_ACCOUNT),
    Deciders.ONE, 30, 45, False,
)  # fmt: skip
HARASSMENT: Final[Terms] = (
    (*_SAID, *_TAKEN_DOWN, *_KEPT_APART, Measure.END_ACCOUNT),
    Deciders.TWO, 30, 60, True,
)  # fmt: skip
MINORS: Final[Terms] = (
    (Measure.NO_BREACH, *_TAKEN_DOWN, Measure.PAUSE_POSTING, Measure.SUSPEND, Measure.END_ACCOUNT),
    Deciders.TWO, 30, 45, False,
)  # fmt: skip
COERCION: Final[Terms] = (
    (Measure.NO_BREACH, Measure.WORD, *_TAKEN_DOWN, *_KEPT_APART, Measure.END_ACCOUNT),
    Deciders.TWO, 60, 90, True,
)  # fmt: skip
OFFERS: Final[Terms] = (
    (*_SAID, Measure.ADD_WARNING, *_TAKEN_DOWN, Measure.PAUSE_POSTING),
    Deciders.ONE, 30, 60, True,
)  # fmt: skip
WARNINGS: Final[Terms] = (
    (*_SAID, Measure.ADD_WARNING, Measure.HIDE_PICTURE),
    Deciders.ONE, 14, 30, True,
)  # fmt: skip
ALLIES: Final[Terms] = (
    (Measure.NO_BREACH, Measure.WORD, Measure.ALLY_LIMIT, Measure.ALLY_PAUSE, Measure.ALLY_PART),
    Deciders.TWO, 30, 60, True,
)  # fmt: skip

TERMS: Final = (CONSENT, OUTING, HARASSMENT, MINORS, COERCION, OFFERS, WARNINGS, ALLIES)
