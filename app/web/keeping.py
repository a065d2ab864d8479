"""What is declared about keeping (P9), in the reader's words: for how long, since when, and how much."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from babel import Locale
from babel.dates import format_date, format_timedelta

from app.storage.ages import AtMost, Kept, Together, Until
from app.web.words import Words

_DAY, _YEAR = timedelta(days=1), timedelta(days=365)
_UNITS = (("day", _DAY), ("hour", timedelta(hours=1)), ("minute", timedelta(minutes=1)))


def how_long(words: Words, kept: Kept) -> str:
    """For how long a kind of thing is kept."""
    match kept.how_long:
        case AtMost(span=longest):
            return words.say("at most %(span)s") % {"span": span(words, longest)}
        case Until(at_most=None):
            return words.say("until the end that was chosen for it")
        case Until(at_most=longest) if longest is not None:
            return words.say("until its end, at most %(span)s ahead") % {"span": span(words, longest)}
        case Together(words=said):
            return words.say(said)
        case _:
            return words.say(kept.how_long.words)  # type: ignore[union-attr]


def span(words: Words, length: timedelta) -> str:
    """A length of time as people say it: “10 minutes”, “24 hours”, “30 days”, “1 year”."""
    unit = "minute" if length < timedelta(hours=1) else "hour" if length < 2 * _DAY else "day"
    if length >= _YEAR and length % _YEAR == timedelta():
        unit = "year"
    return format_timedelta(length, unit, threshold=10_000, locale=_locale(words))  # type: ignore[arg-type]


def days(words: Words, number: int) -> str:
    """So many days, in words."""
    return span(words, timedelta(days=number))


def choices(words: Words, numbers: Iterable[int]) -> tuple[tuple[str, str], ...]:
    """Numbers of days as (the word in a form, what people read)."""
    return tuple((str(number), days(words, number)) for number in numbers)


def month(words: Words, moment: datetime) -> str:
    """A month and its year: the day is nobody's business."""
    locale = _locale(words)
    skeleton = locale.datetime_skeletons.get("yMMMM")
    return format_date(moment.date(), str(skeleton or "MMMM y"), locale=locale)


def until(words: Words, end: datetime, now: datetime) -> str:
    """When something goes: “goes in 3 days”; after its end “goes now”."""
    in_so_long = _ahead(words, end - now)
    return words.say("goes %(in_so_long)s") % {"in_so_long": in_so_long} if in_so_long else words.say("goes now")


def ends(words: Words, end: datetime, now: datetime) -> str:
    """When something ends that stays to be read: “ends in 3 days”."""
    in_so_long = _ahead(words, end - now)
    return words.say("ends %(in_so_long)s") % {"in_so_long": in_so_long} if in_so_long else words.say("ends now")


def ended(words: Words, end: datetime, now: datetime) -> str:
    """Since when it is over: “ended 2 hours ago”, “ended yesterday”."""
    return words.say("ended %(age)s") % {"age": words.age(end, now)}


def _ahead(words: Words, left: timedelta) -> str:
    """“in 3 days”; empty for less than a minute."""
    found = next(((unit, size) for unit, size in _UNITS if left >= size), None)
    if found is None:
        return ""
    unit, size = found
    length = size * (left // size)
    return format_timedelta(length, unit, threshold=10_000, add_direction=True, locale=_locale(words))  # type: ignore[arg-type]


def _locale(words: Words) -> Locale:
    return Locale.parse("en-GB" if words.language == "en" else words.language, sep="-")
