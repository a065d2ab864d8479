"""Who may quote a post, and for whom a quote may be: nobody unless its author says so (decision 0024). Pure."""

from enum import StrEnum
from typing import Final

from app.basics.errors import Invalid, Refused
from app.posts.audience import FOR_ALLIES, FOR_MEMBERS, Audience, answers_to


class WhoMayQuote(StrEnum):
    """What its author says of a post. Authors may quote themselves whatever they say."""

    NOBODY = "nobody"
    FOLLOWERS = "followers"
    READERS = "readers"


class State(StrEnum):
    """What the author of the quoted post says of one quote. `asked`: nothing yet."""

    ASKED = "asked"
    ALLOWED = "allowed"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"


USUAL: Final = WhoMayQuote.NOBODY


class NotToBeQuoted(Refused):
    """Not allowed, or it would reach somebody who is not meant to read it."""

    safe = "This post may not be quoted by you. Its author decides who may."


def who_may(word: str) -> WhoMayQuote:
    """What a form says; raises Invalid."""
    try:
        return WhoMayQuote(word)
    except ValueError as error:
        raise Invalid("quotable", "Please choose who may quote it.") from error


def lets_quote(said: WhoMayQuote, audience: Audience, *, is_own: bool, follows: bool) -> bool:
    """Whether somebody who may read a post may quote it.

    Nobody is quoted behind their back: what is for somebody's followers is quoted by nobody else, because a quote for
    one's own followers is not read by its author, and one for more people would be for too many. Messages are sealed.
    """
    if audience is Audience.MENTIONED:
        return False
    if is_own:
        return True
    return audience in FOR_MEMBERS and (said is WhoMayQuote.READERS or (said is WhoMayQuote.FOLLOWERS and follows))


def audiences(quoted: Audience, *, is_own: bool, is_ours: bool) -> tuple[Audience, ...]:
    """For whom a quote may be: for nobody who could not read what it quotes (P23), and readable by its author.

    Never a message: what it quotes would stand beside it in the clear (P10).
    """
    allowed = [one for one in answers_to(quoted, to_oneself=is_own) if one is not Audience.MENTIONED]
    if is_own:
        return tuple(allowed)
    return tuple(one for one in allowed if one in (FOR_MEMBERS if is_ours else FOR_ALLIES))
