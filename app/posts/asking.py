"""What a poll may ask, and whether somebody may vote in it. Pure: the clock is passed in."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Final

import msgspec

from app.basics.errors import Invalid, Refused
from app.basics.text import one_line
from app.posts.audience import Audience

FEWEST: Final = 2
MOST: Final = 8
LONGEST_CHOICE: Final = 100
SHORTEST: Final = timedelta(minutes=5)
LONGEST: Final = timedelta(days=30)
USUAL: Final = timedelta(days=1)
SPANS: Final = tuple(
    60 * minutes for minutes in (5, 30, 60, 6 * 60, 12 * 60, *(24 * 60 * days for days in (1, 3, 7, 14, 30)))
)
"""How long a poll may last as a form offers it, in seconds."""

SEALED: Final = "A message to named people is sealed, so there can be no poll in it."
TOO_SHORT_OR_LONG: Final = "A poll lasts at least five minutes and at most 30 days."
NO_SUCH_CHOICE: Final = "That is not one of the choices."


class NewPoll(msgspec.Struct, frozen=True):
    """What a member wants to ask. `lasts` in seconds from when it is posted; empty choices are passed over."""

    choices: Sequence[str]
    multiple: bool = False
    lasts: int = int(USUAL.total_seconds())
    hides_counts: bool = False


class VotedAlready(Refused):
    """Nobody votes twice."""

    safe = "You have voted in this poll already."


def checked(poll: NewPoll, audience: Audience, post_ends: datetime | None, *, now: datetime) -> NewPoll:
    """As it is asked; raises Invalid for `poll`, `choice_1` … `choice_8` or `poll_lasts`."""
    if audience is Audience.MENTIONED:
        raise Invalid("poll", SEALED)
    must_fit(poll)
    choices = [one_line(words) for words in poll.choices]
    _must_differ(choices)
    choices = [words for words in choices if words]
    if len(choices) < FEWEST:
        raise Invalid("choice_2", "A poll has at least two choices.")
    _must_end(poll, post_ends, now=now)
    return msgspec.structs.replace(poll, choices=choices)


def must_fit(poll: NewPoll) -> None:
    """What is asked of a draft, too; raises Invalid."""
    if len(poll.choices) > MOST:
        raise Invalid("poll", "A poll has at most eight choices.")
    for number, words in enumerate(poll.choices, 1):
        if len(one_line(words)) > LONGEST_CHOICE:
            raise Invalid(f"choice_{number}", "A choice has at most 100 characters.")


def end_of(poll: NewPoll, post_ends: datetime | None, *, now: datetime) -> datetime:
    """With its post at the latest."""
    end = now + timedelta(seconds=poll.lasts)
    return end if post_ends is None else min(end, post_ends)


def usual_span(lasted: timedelta) -> int:
    """In seconds: of the spans that a form offers the one that is nearest to how long a poll lasted."""
    return min(SPANS, key=lambda seconds: abs(seconds - lasted.total_seconds()))


def must_be_open(ends_at: datetime, *, is_over: bool, now: datetime) -> None:
    """Raises Refused."""
    if is_over or ends_at <= now:
        raise Refused("This poll has ended.")


def checked_vote(chosen: Collection[int], choices: int, *, multiple: bool) -> list[int]:
    """The places of what was chosen, each once; raises Invalid for `choice`."""
    places = sorted(set(chosen))
    if not places:
        raise Invalid("choice", "Please choose first.")
    if not all(0 <= place < choices for place in places):
        raise Invalid("choice", NO_SUCH_CHOICE)
    if len(places) > 1 and not multiple:
        raise Invalid("choice", "Please choose one answer only.")
    return places


def counts_are_shown(ends_at: datetime, *, hides_counts: bool, is_over: bool, now: datetime) -> bool:
    """To everybody alike, the author included."""
    return not hides_counts or is_over or ends_at <= now


def _must_differ(choices: Sequence[str]) -> None:
    seen: set[str] = set()
    for number, words in enumerate(choices, 1):
        if words and words.casefold() in seen:
            raise Invalid(f"choice_{number}", "This choice is there already.")
        seen.add(words.casefold())


def _must_end(poll: NewPoll, post_ends: datetime | None, *, now: datetime) -> None:
    if not SHORTEST.total_seconds() <= poll.lasts <= LONGEST.total_seconds():
        raise Invalid("poll_lasts", TOO_SHORT_OR_LONG)
    if poll.hides_counts and post_ends is not None and post_ends <= now + timedelta(seconds=poll.lasts):
        raise Invalid("poll_lasts", "The post goes before this poll ends, so nobody would ever see the counts.")
