"""A moment that somebody types and reads: always by UTC's clock, so that no time zone is asked for or kept (P1)."""

import re
from datetime import UTC, datetime

from app.basics.errors import Invalid
from app.web.words import N_, Words

UNREADABLE = N_("Please write the day and the time like this: 2026-11-23 18:30")
_TYPED = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})[T ]+(\d{1,2})[:.](\d{2})(?::\d{2}(?:\.\d+)?)?Z?", re.ASCII)


def moment_in(word: str) -> datetime | None:
    """As a browser's field for a date and time sends it, or typed with a space; None for nothing.

    Raises Invalid for the field `later`.
    """
    word = word.strip()
    if not word:
        return None
    found = _TYPED.fullmatch(word)
    try:
        year, month, day, hour, minute = (int(part) for part in found.groups()) if found else (0, 0, 0, 0, 0)
        return datetime(year, month, day, hour, minute, tzinfo=UTC)
    except ValueError as error:
        raise Invalid("later", UNREADABLE) from error


def as_typed(moment: datetime) -> str:
    """As such a field takes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M")


def spoken(words: Words, moment: datetime, now: datetime) -> str:
    """“23 November, 18:30 UTC”"""
    return words.moment(moment, now)


def clock(now: datetime) -> str:
    """What that clock shows."""
    return now.astimezone(UTC).strftime("%H:%M")
