"""What somebody asks search for, read out of what they typed. Pure; it knows no account and no post.

Words, "phrases in quotes" and the words that Mastodon has for the rest: `from:` `before:` `after:` `during:` `has:`
`is:` `in:` `language:` and `#tag`; a minus before any of them but dates and `in:` leaves it out. A word may end in `*`;
one that stands alone is found in its other forms too (`app.basics.word_forms`), in quotes only as it is.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

from app.basics import tags
from app.basics.errors import Invalid
from app.basics.words import Phrase, phrase_of
from app.posts import found_by
from app.storage.ages import N_

LONGEST: Final = 300
MOST: Final = 20
SHORTEST_BEGINNING: Final = 2

TOO_LONG: Final = N_("A search is at most 300 characters long.")
TOO_MANY: Final = N_("This is more than one search can look for: at most 20 words.")
NOTHING: Final = N_("There is no word in this that could be found.")
NO_DATE: Final = N_("A date is written like 2026-05-01, a month like 2026-05, a year like 2026.")
NO_HAS: Final = N_("After “has:” comes picture, link or poll.")
NO_IS: Final = N_("After “is:” comes reply or sensitive.")
NO_IN: Final = N_("After “in:” comes bookmarks, favourites or library.")
NO_MINUS: Final = N_("A minus goes before words, tags, from:, has:, is: and language:.")

_THE_FIRST: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""Nothing is taken for older, whatever an ally says."""
_NO_END: Final = 2100

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
_term = re.compile(r'(-?)(?:([A-Za-z]+):)?("[^"]*"|[^\s"]+)')
_date = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_HAS = {
    **dict.fromkeys(("picture", "pictures", "image", "images", "media"), found_by.PICTURE),
    **dict.fromkeys(("link", "links"), found_by.LINK),
    **dict.fromkeys(("poll", "polls"), found_by.POLL),
}
_IS = {"reply": found_by.REPLY, "sensitive": found_by.WARNED, "warned": found_by.WARNED}


class Within(StrEnum):
    """Where to look: in all that may be found, or in what somebody marked. `library`: marked, boosted and written."""

    ALL = ""
    BOOKMARKS = "bookmarks"
    FAVOURITES = "favourites"
    LIBRARY = "library"


_IN = {
    "all": Within.ALL,
    "bookmarks": Within.BOOKMARKS,
    "favourites": Within.FAVOURITES,
    "favorites": Within.FAVOURITES,
    "library": Within.LIBRARY,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a post has to be: all of it. `authors` are handles, `me` among them; moments are those of writing."""

    phrases: tuple[Phrase, ...] = ()
    marks: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    without: tuple[Phrase, ...] = ()
    without_marks: tuple[str, ...] = ()
    without_authors: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    within: Within = Within.ALL

    @property
    def months(self) -> tuple[str, ...]:
        """Marks of which a post that is old enough has one; none where nothing can be too new."""
        if self.until is None or self.is_never or self.until.year > _NO_END:
            return ()
        begins, last = self.since or _THE_FIRST, self.until - timedelta(microseconds=1)
        whole = range(begins.year + 1, last.year)
        edges = {begins.year: range(begins.month, 13), last.year: range(1, last.month + 1)}
        if begins.year == last.year:
            edges = {begins.year: range(begins.month, last.month + 1)}
        named = [found_by.month(year, month) for year, months in edges.items() for month in months]
        return (*named, *map(found_by.year, whole))

    @property
    def is_never(self) -> bool:
        """Before it began."""
        return self.until is not None and self.until <= (self.since or _THE_FIRST)

    @property
    def is_empty(self) -> bool:
        return self == Asked()


def read(typed: str) -> Asked:
    """What was typed as what is asked for. Raises Invalid naming `q`."""
    if len(typed) > LONGEST:
        raise Invalid("q", TOO_LONG)
    terms = _term.findall(typed.translate(_QUOTES))
    if len(terms) > MOST:
        raise Invalid("q", TOO_MANY)
    asked = Asked()
    for minus, operator, value in terms:
        asked = _with_term(asked, minus == "-", operator.lower(), value)
    return asked


def from_author(asked: Asked, handle: str) -> Asked:
    """Written by them as well."""
    return replace(asked, authors=(*asked.authors, handle.strip().lstrip("@")))


def with_tag(asked: Asked, word: str) -> Asked:
    """With this tag as well; raises Invalid naming `tag`."""
    found = tags.named([word.strip()])
    if not found:
        raise Invalid("tag", "A tag is one word of letters, digits and underscores, up to 100.")
    return replace(asked, marks=(*asked.marks, *map(found_by.tag, found)))


def with_pictures(asked: Asked) -> Asked:
    """With pictures as well."""
    return replace(asked, marks=(*asked.marks, found_by.PICTURE))


def within(asked: Asked, where: Within) -> Asked:
    """Only there."""
    return replace(asked, within=where)


def since(asked: Asked, word: str) -> Asked:
    """Not written before that day, month or year began; raises Invalid naming `since`."""
    begins, _ = _span(word.strip(), "since")
    return replace(asked, since=begins if asked.since is None else max(asked.since, begins))


def until(asked: Asked, word: str) -> Asked:
    """Not written after it ended; raises Invalid naming `until`."""
    _, ends = _span(word.strip(), "until")
    return replace(asked, until=ends if asked.until is None else min(asked.until, ends))


def _with_term(asked: Asked, minus: bool, operator: str, value: str) -> Asked:
    plain = value.strip('"')
    read_as = _OPERATORS.get(operator)
    if read_as is None:
        return _with_words(asked, minus, f"{operator}:{value}" if operator else value)
    return read_as(asked, minus, plain)


def _with_words(asked: Asked, minus: bool, value: str) -> Asked:
    named = tags.named([value]) if value[:1] in {"#", "\uff03"} else {}
    if named:
        return _with_marks(asked, minus, *map(found_by.tag, named))
    beginning = value.endswith("*") and len(value) > SHORTEST_BEGINNING
    phrase = phrase_of(value, open_ended=beginning, any_form=not value.startswith('"'))
    if phrase is None:
        return asked
    if minus:
        return replace(asked, without=(*asked.without, phrase))
    return replace(asked, phrases=(*asked.phrases, phrase))


def _with_marks(asked: Asked, minus: bool, *marks: str) -> Asked:
    if minus:
        return replace(asked, without_marks=(*asked.without_marks, *marks))
    return replace(asked, marks=(*asked.marks, *marks))


def _from(asked: Asked, minus: bool, value: str) -> Asked:
    if minus:
        return replace(asked, without_authors=(*asked.without_authors, value.lstrip("@")))
    return from_author(asked, value)


def _one_of(words: Mapping[str, str], sentence: str) -> Callable[[Asked, bool, str], Asked]:
    def read_as(asked: Asked, minus: bool, value: str) -> Asked:
        mark = words.get(value.lower())
        if mark is None:
            raise Invalid("q", sentence)
        return _with_marks(asked, minus, mark)

    return read_as


def _language(asked: Asked, minus: bool, value: str) -> Asked:
    return _with_marks(asked, minus, found_by.language(value))


def _in(asked: Asked, minus: bool, value: str) -> Asked:
    _no_minus(minus)
    if value.lower() == "public":
        return _with_marks(asked, False, found_by.EVERYBODY)
    if value.lower() not in _IN:
        raise Invalid("q", NO_IN)
    return within(asked, _IN[value.lower()])


def _before(asked: Asked, minus: bool, value: str) -> Asked:
    _no_minus(minus)
    begins, _ = _span(value, "q")
    return replace(asked, until=begins if asked.until is None else min(asked.until, begins))


def _after(asked: Asked, minus: bool, value: str) -> Asked:
    _no_minus(minus)
    _, ends = _span(value, "q")
    return replace(asked, since=ends if asked.since is None else max(asked.since, ends))


def _during(asked: Asked, minus: bool, value: str) -> Asked:
    _no_minus(minus)
    _span(value, "q")
    return until(since(asked, value), value)


def _no_minus(minus: bool) -> None:
    if minus:
        raise Invalid("q", NO_MINUS)


def _span(word: str, field: str) -> tuple[datetime, datetime]:
    """The beginning and the end of a day, a month or a year."""
    found = _date.fullmatch(word)
    try:
        if found is None:
            raise ValueError(word)
        year, month, day = (int(part or 0) for part in found.groups())
        begins = datetime(year, month or 1, day or 1, tzinfo=UTC)
        if found[3]:
            return begins, begins + timedelta(days=1)
        if found[2]:
            return begins, datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC)
        return begins, datetime(year + 1, 1, 1, tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise Invalid(field, NO_DATE) from error


_OPERATORS: Mapping[str, Callable[[Asked, bool, str], Asked]] = {
    "from": _from,
    "has": _one_of(_HAS, NO_HAS),
    "is": _one_of(_IS, NO_IS),
    "in": _in,
    "language": _language,
    "before": _before,
    "after": _after,
    "during": _during,
}
