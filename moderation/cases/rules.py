"""What a report has to be, what of it is kept, and how many one person may make. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import msgspec

from app.basics.errors import Invalid, Refused, TooMany
from app.basics.text import tidy

LONGEST_WORDS: Final = 5_000
MOST_INCLUDED: Final = 40
MOST_ADDITIONS: Final = 20
MOST_A_DAY: Final = 20

NO_CLAUSE: Final = 0
"""Whoever reports does not have to know which clause it is."""

OF_ONESELF = "This is yours. You can delete or change it yourself, and nobody has to be told."
TOO_MANY = (
    "You have reported a lot since yesterday, and people here have not looked at all of it yet. "
    "Nothing you wrote is lost: please send it tomorrow, or write to a moderator if somebody is in danger."
)
FULL = "There is a lot in this report already. A moderator will read it; please wait for what they say."
NO_URGENCY = "Please choose one of these."
SAY_SOMETHING = "Please choose what it goes against, or write in a few words what happened."


class Wish(StrEnum):
    """What somebody who reports wishes for. It binds nobody."""

    LOOK = "look"
    WORD = "word"
    WARNING = "warning"
    HIDE = "hide"
    REMOVE = "remove"
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody reports. `urgency`: 2 somebody is in danger, 1 somebody may be forced, 0 neither.

    `asks_hold`: please hide it until somebody has looked. `included`: the messages that they show the desk.
    """

    clause_key: int
    words: str
    wish: str
    urgency: int = 0
    asks_hold: bool = False
    included: tuple[int, ...] = ()


class Body(msgspec.Struct, frozen=True):
    """All that one person reported, as it is sealed. `by`: their account; 0 for somebody outside.

    `version`: of the policy in which they read the clause. `more`: what they added later.
    """

    by: int
    version: int
    clause: int
    words: str
    wish: str = Wish.LOOK.value
    urgency: int = 0
    asks_hold: bool = False
    included: Sequence[int] = ()
    more: Sequence[str] = ()

    def __repr__(self) -> str:
        return "Body(…)"


def checked(told: Told, clauses: Sequence[int]) -> Told:
    """What is kept of it; raises Invalid with the field that it is about. `clauses`: the keys of those in force."""
    words = tidy(told.words)
    if len(words) > LONGEST_WORDS:
        raise Invalid("words", "This is too long: at most 5,000 characters.")
    if told.clause_key != NO_CLAUSE and told.clause_key not in clauses:
        raise Invalid("clause", "The policy has changed meanwhile. Please choose again what it goes against.")
    if told.urgency not in {0, 1, 2}:
        raise Invalid("urgency", NO_URGENCY)
    if told.wish not in set(Wish):
        raise Invalid("wish", NO_URGENCY)
    if not words and told.clause_key == NO_CLAUSE and not told.urgency:
        raise Invalid("words", SAY_SOMETHING)
    if len(told.included) > MOST_INCLUDED:
        raise Invalid("included", "These are too many messages at once: at most 40.")
    return Told(told.clause_key, words, told.wish, told.urgency, told.asks_hold, told.included)


def must_be_somebody_elses(account_id: int | None, reporter_id: int) -> None:
    """Nobody reports themselves; raises Refused."""
    if account_id == reporter_id:
        raise Refused(OF_ONESELF)


def must_be_few(reported_today: int) -> None:
    """`reported_today`: how many of theirs of the last day nobody has decided; raises TooMany."""
    if reported_today >= MOST_A_DAY:
        raise TooMany(TOO_MANY, retry_after=3600)


def added(body: Body, told: Told) -> Body:
    """The same report with what its writer says once more: nothing of what stood there is lost. Raises Refused.

    The same words twice are one: a second tap adds nothing.
    """
    words = "" if told.words in {body.words, *body.more} else told.words
    if words and len(body.more) >= MOST_ADDITIONS:
        raise Refused(FULL)
    return msgspec.structs.replace(
        body,
        clause=told.clause_key or body.clause,
        wish=told.wish,
        urgency=max(body.urgency, told.urgency),
        asks_hold=body.asks_hold or told.asks_hold,
        included=tuple(dict.fromkeys((*body.included, *told.included))),
        more=(*body.more, words) if words else body.more,
    )
