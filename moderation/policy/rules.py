"""What a version of the policy has to be."""

from typing import Final

from app.basics.errors import Conflict, Invalid
from app.basics.text import tidy

LONGEST: Final = 60_000

OVERTAKEN = (
    "Somebody published another version while this page was open. Nothing was published yet: your text is still here. "
    "Please compare the two, and send it again."
)
NEWER = "The policy has changed while this page was open. Please read it as it stands now, and agree once more."


def checked_source(source: str) -> str:
    """The text as it is kept; raises Invalid for an empty or an endless one."""
    text = tidy(source)
    if not text:
        raise Invalid("source", "Please write what the policy says.")
    if len(text) > LONGEST:
        raise Invalid("source", "This is too long: at most 60,000 characters.")
    return text


def must_follow_on(newest: int, based_on: int) -> None:
    """Nobody replaces a version that they have not seen; raises Conflict."""
    if newest != based_on:
        raise Conflict(OVERTAKEN)


def must_be_the_newest(newest: int, agreed: int) -> None:
    """One agrees to what is in force; raises Conflict for what was shown before."""
    if newest != agreed:
        raise Conflict(NEWER)
