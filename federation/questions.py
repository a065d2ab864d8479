"""Polls as others write them (ActivityStreams' Question), read within bounds. Names of the wire stop here.

Their numbers are their claims: what is no number, or one that no house could have, is none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from app.posts.actions.receiving_polls import ForeignPoll
from federation.wire import first, many, members, text

QUESTION: Final = "Question"
# `endTime` of a Question is when its poll ends, for everybody. When the post itself goes is our own word then.
ENDS: Final = "parasol:endTime"
MOST_CHOICES: Final = 20
LONGEST_CHOICE: Final = 500
MOST_VOTES: Final = 10**9


@dataclass(frozen=True, slots=True)
class WirePoll:
    """`choices` are (words, votes). `voters` is None where they do not say. `closed`: a moment, or `now`."""

    choices: tuple[tuple[str, int], ...]
    multiple: bool
    voters: int | None
    end_time: str
    closed: str


def read_poll(document: dict[str, Any]) -> WirePoll | None:
    """None for what asks nothing, or more than anybody could read: the post stands without it."""
    one, several = many(document.get("oneOf")), many(document.get("anyOf"))
    choices = _choices(several or one)
    if document.get("type") != QUESTION or not choices:
        return None
    closed = document.get("closed")
    return WirePoll(
        choices=choices,
        multiple=bool(several),
        voters=_number(document.get("votersCount")) if "votersCount" in document else None,
        end_time=text(document.get("endTime"))[:40],
        closed="now" if closed is True else text(closed)[:40],
    )


def as_poll(poll: WirePoll, ends_at: datetime | None, closed_at: datetime | None, *, now: datetime) -> ForeignPoll:
    """The same as this house keeps it."""
    votes = [votes for _, votes in poll.choices]
    counted = max(votes) if poll.multiple else sum(votes)
    return ForeignPoll(
        choices=poll.choices,
        multiple=poll.multiple,
        voters=min(counted if poll.voters is None else poll.voters, MOST_VOTES),
        ends_at=ends_at,
        is_closed=poll.closed == "now" or (closed_at is not None and closed_at <= now),
    )


def _choices(options: Sequence[object]) -> tuple[tuple[str, int], ...]:
    if not 2 <= len(options) <= MOST_CHOICES:
        return ()
    found: dict[str, int] = {}
    for option in map(members, options):
        words = text(option.get("name"))
        if not words.strip() or len(words) > LONGEST_CHOICE:
            return ()
        found.setdefault(words, _number(members(first(option.get("replies"))).get("totalItems")))
    return tuple(found.items()) if len(found) > 1 else ()


def _number(value: object) -> int:
    return value if type(value) is int and 0 <= value <= MOST_VOTES else 0
