"""What may be appealed, until when, and what is said in it. Pure: the clock is passed in."""

from datetime import datetime, timedelta
from typing import Final

from app.basics.errors import Conflict, Invalid, NotFound, Refused
from app.basics.text import tidy
from moderation.measures import SEVERE, Measure

ANSWER_WITHIN: Final = timedelta(days=14)
LONGEST: Final = 5_000
FEWEST: Final = 10
MOST_LINES: Final = 100

NOTHING_SAID = "Please write something."
SAY_WHY = "Please write why, in a sentence at least."
TOO_LONG = "This is too long: at most 5,000 characters."
NOTHING_AGAINST_YOU = "Nothing was decided against you here, so there is nothing to appeal."
OVER_ALREADY = "This decision was taken back already. Nothing of it stands."
TOO_LATE = "The time in which this could be appealed is over."
APPEALED = "You have appealed this decision already. You can say more in that appeal."
NO_APPEAL_OF_AN_APPEAL = (
    "You have appealed this decision, and other people have answered. There is no appeal of an appeal."
)
ENDED = "This appeal has ended. Nothing can be added to it."
TOO_LATE_TO_UPHOLD = "The time to answer this appeal is over. What was decided can only be lifted now."
ENOUGH_SAID = "There are very many lines in this appeal already. Please wait until somebody has answered."


def checked_words(field: str, words: str, *, empty: str = NOTHING_SAID, fewest: int = 1) -> str:
    """What somebody says, as it is kept; raises Invalid naming the field."""
    said = tidy(words)
    if len(said) < fewest:
        raise Invalid(field, empty)
    if len(said) > LONGEST:
        raise Invalid(field, TOO_LONG)
    return said


def checked_reason(words: str) -> str:
    """Why an appeal ends as it does: more than a word."""
    return checked_words("reason", words, empty=SAY_WHY, fewest=FEWEST)


def must_be_appealable(measure: Measure, outcome: str, *, in_force: bool, until: datetime, now: datetime) -> None:
    """Raises NotFound for what nobody was told of yet, Refused with a sentence for what cannot be appealed."""
    if not in_force or outcome == "declined":
        raise NotFound
    if measure is Measure.NO_BREACH:
        raise Refused(NOTHING_AGAINST_YOU)
    if outcome in {"eased", "overturned"}:
        raise Refused(OVER_ALREADY)
    if now >= until:
        raise Refused(TOO_LATE)


def must_be_the_first(outcome: str | None) -> None:
    """One appeal a decision, and none of an appeal; raises Conflict. None: there was none."""
    if outcome is not None:
        raise Conflict(APPEALED if outcome == "" else NO_APPEAL_OF_AN_APPEAL)


def must_go_on(outcome: str) -> None:
    """Raises Conflict where an appeal has ended."""
    if outcome:
        raise Conflict(ENDED)


def must_be_answered_in_time(answer_by: datetime, now: datetime) -> None:
    """Whoever was not answered in time is right, also before a sweep has said so; raises Conflict."""
    if answer_by <= now:
        raise Conflict(TOO_LATE_TO_UPHOLD)


def to_uphold(measure: Measure) -> int:
    """How many people have to say that a measure stays; to lift it one is enough."""
    return 2 if measure in SEVERE else 1
