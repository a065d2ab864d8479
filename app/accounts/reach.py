"""Who may reach a member: by an answer, by their name, by a message, and by following. Pure.

Each member says it for themselves, in three words. Nobody is told more than that they are not among those who may.
"""

from dataclasses import dataclass
from enum import StrEnum

from app.basics.errors import Invalid


class WhoMay(StrEnum):
    """From whom something is welcome: from everybody who can, from those the member follows, from nobody."""

    EVERYBODY = "everybody"
    FOLLOWED = "followed"
    NOBODY = "nobody"


class Way(StrEnum):
    """How a post reaches somebody: it answers a post of theirs, it names them, or it is a message to them."""

    REPLY = "reply"
    MENTION = "mention"
    MESSAGE = "message"


class Reception(StrEnum):
    """What becomes of it: it arrives, it waits to be asked for (messages alone), or it is not taken."""

    TAKEN = "taken"
    REQUESTED = "requested"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Reach:
    """What a member chose."""

    replies: WhoMay = WhoMay.EVERYBODY
    mentions: WhoMay = WhoMay.EVERYBODY
    messages: WhoMay = WhoMay.EVERYBODY
    asks_before_follow: bool = True
    open_page: bool = False
    findable: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """How the one who is reached stands to the writer: follows them, or has written to them or taken their messages."""

    follows: bool = False
    corresponds: bool = False


def reception(reach: Reach, way: Way, standing: Standing) -> Reception:
    """What becomes of a post that reaches somebody in this way."""
    match way:
        case Way.REPLY:
            return _plainly(reach.replies, follows=standing.follows)
        case Way.MENTION:
            return _plainly(reach.mentions, follows=standing.follows)
        case Way.MESSAGE:
            return _message(reach.messages, standing)


def who_may(field: str, word: str) -> WhoMay:
    """What a form says for a field; raises Invalid naming it."""
    try:
        return WhoMay(word)
    except ValueError as error:
        raise Invalid(field, "Please choose one of these.") from error


def _plainly(word: WhoMay, *, follows: bool) -> Reception:
    welcome = word is WhoMay.EVERYBODY or (word is WhoMay.FOLLOWED and follows)
    return Reception.TAKEN if welcome else Reception.REFUSED


def _message(word: WhoMay, standing: Standing) -> Reception:
    """Whoever was written to may answer, unless messages are closed to everybody."""
    if word is WhoMay.NOBODY:
        return Reception.REFUSED
    if standing.follows or standing.corresponds:
        return Reception.TAKEN
    return Reception.REQUESTED if word is WhoMay.EVERYBODY else Reception.REFUSED
