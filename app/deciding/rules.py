"""What is enough to adopt a proposal, and what may still be done with one. Pure: the clock is passed in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from app.basics.errors import Conflict, Invalid, Refused
from app.basics.text import one_line, tidy

MOST_WHY: Final = 5_000
MOST_WORDS: Final = 2_000
MOST_TITLE: Final = 200
MOST_EDITIONS: Final = 5
MOST_LINES: Final = 20
MOST_FORCE_DAYS: Final = 180

UNDER_WAY = "There is a proposal under way already that would change the same. Please have your say there."
OVER = "It is not talked over any more: nothing was changed."
NOT_OPEN_YET = "It is not voted on yet. Nothing was counted."
NOT_OPEN_ANY_MORE = "The ballot is over. Nothing was counted."
NO_BALLOT = "Nobody votes on this: it is adopted unless an objection stands."
VOTED_ALREADY = "You have voted on this already. A ballot cannot be changed: nobody could find yours."
CHOOSE = "Please choose yes, no or abstain."
TOO_OFTEN = "This has been changed five times. Please withdraw it and begin anew."
TOO_MANY_LINES = "You have said a lot here already. Please leave room for others."
ONES_OWN = "This is your own proposal. You can change it, or withdraw it."


class Method(StrEnum):
    """How it is decided."""

    CONSENT = "consent"
    MAJORITY = "majority"
    TWO_THIRDS = "two_thirds"


class State(StrEnum):
    """Where a proposal stands. Adopted it waits for its day, then it is in force."""

    TALK = "talk"
    BALLOT = "ballot"
    ADOPTED = "adopted"
    IN_FORCE = "in_force"
    OVER = "over"


class Outcome(StrEnum):
    """Why something is over without being in force."""

    WITHDRAWN = "withdrawn"
    OBJECTED = "objected"
    VOTED_DOWN = "voted_down"
    NO_QUORUM = "no_quorum"
    NOT_TAKEN_ON = "not_taken_on"
    OVERTAKEN = "overtaken"


class Choice(StrEnum):
    """What somebody votes."""

    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"


@dataclass(frozen=True, slots=True)
class Way:
    """How something is decided. `quorum`: how many per cent of those who may vote have to."""

    method: Method
    quorum: int
    talk_days: int
    ballot_days: int

    @property
    def talk(self) -> timedelta:
        return timedelta(days=self.talk_days)

    @property
    def ballot(self) -> timedelta:
        return timedelta(days=self.ballot_days)


@dataclass(frozen=True, slots=True)
class Counted:
    """What came of a ballot."""

    yes: int
    no: int
    abstain: int
    entitled: int

    @property
    def cast(self) -> int:
        return self.yes + self.no + self.abstain


def needed(quorum: int, entitled: int) -> int:
    """How many have to vote; at least one, or nobody would have decided."""
    return max(1, -(-quorum * entitled // 100))


def what_came_of_it(way: Way, counted: Counted) -> Outcome | None:
    """Why it is not adopted; None where it is. A tie changes nothing, and whoever abstains counts for the quorum."""
    if counted.cast < needed(way.quorum, counted.entitled):
        return Outcome.NO_QUORUM
    is_enough = _ENOUGH[way.method]
    return None if is_enough(counted.yes, counted.no) else Outcome.VOTED_DOWN


def must_be_talked_over(state: str, talk_until: datetime, now: datetime) -> None:
    """Whatever is still changed, objected to or withdrawn is before its time of talking has ended; raises Conflict."""
    if state != State.TALK or talk_until <= now:
        raise Conflict(OVER)


def must_be_voted_on(state: str, method: str, ends_at: datetime | None, now: datetime) -> None:
    """Raises Conflict with why it is not the time to vote."""
    if method == Method.CONSENT:
        raise Conflict(NO_BALLOT)
    if state == State.TALK:
        raise Conflict(NOT_OPEN_YET)
    if state != State.BALLOT or ends_at is None or ends_at <= now:
        raise Conflict(NOT_OPEN_ANY_MORE)


def checked_choice(word: str) -> Choice:
    """Raises Invalid for what cannot be chosen."""
    try:
        return Choice(word)
    except ValueError as error:
        raise Invalid("choice", CHOOSE) from error


def checked_why(source: str) -> str:
    """Raises Invalid for none and for an endless one."""
    return checked_words(source, "reason", "Please say why, so that others can make up their minds.", MOST_WHY)


def checked_words(
    source: str, field: str = "words", empty: str = "Please write something here.", most: int = MOST_WORDS
) -> str:
    """A text as it is kept; raises Invalid."""
    text = tidy(source)
    if not text:
        raise Invalid(field, empty)
    if len(text) > most:
        raise Invalid(field, "This is too long.")
    return text


def checked_title(source: str) -> str:
    """What the list calls a proposal, cut where it is too long: it is made of what would change."""
    return one_line(source)[:MOST_TITLE]


def checked_force_days(days: int) -> int:
    """Raises Invalid for a day too far away."""
    if not 0 <= days <= MOST_FORCE_DAYS:
        raise Invalid("force_days", "Please choose between 0 and 180 days.")
    return days


def must_leave_room(said: int) -> None:
    """Raises Refused when somebody has said enough on one proposal."""
    if said >= MOST_LINES:
        raise Refused(TOO_MANY_LINES)


_ENOUGH: dict[Method, Callable[[int, int], bool]] = {
    Method.MAJORITY: lambda yes, no: yes > no,
    Method.TWO_THIRDS: lambda yes, no: yes > 0 and 3 * yes >= 2 * (yes + no),
}
