"""Which language a page speaks. What a browser asks for is looked at for the answer and kept nowhere (P1, P2)."""

import re
from collections.abc import Iterator
from functools import lru_cache
from unicodedata import bidirectional

from babel import Locale, UnknownLocaleError
from markupsafe import Markup, escape

import locales
from app.basics.text import words_of
from app.posts.languages import BESIDE

_LONGEST = 200  # characters of the header that are looked at
_BEGINNING = 2_000  # characters of a text that tell its direction, however long it is
_UNSAID, _LEFTWARDS, _RIGHTWARDS = Markup(' dir="auto"'), Markup(' dir="rtl"'), Markup(' dir="ltr"')
_leftwards = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")


def asked_for(header: str, otherwise: str) -> str:
    """The language an Accept-Language header likes best among those that say everything here.

    A wider one stands in for a narrower: `zh` for `zh-TW`. `*`, and what the house does not speak, is `otherwise`.
    """
    spoken = {code.lower(): code for code in locales.complete()}
    for wanted in _best_first(header[:_LONGEST].lower()):
        if wanted == "*":
            return otherwise
        for code in _ever_wider(wanted):
            if code in spoken:
                return spoken[code]
    return otherwise


def own_name(code: str) -> str:
    """A language's name in itself; in English where nobody has told Babel."""
    try:
        name = BESIDE.get(code) or Locale.parse(code, sep="-").get_display_name() or code
    except UnknownLocaleError:
        name = Locale("en").languages.get(code.partition("-")[0], code)
    return name[:1].upper() + name[1:]


def spoken_here() -> list[tuple[str, str]]:
    """What strangers may choose from: (code, its name in itself)."""
    return [(code, own_name(code)) for code in locales.complete()]


def tongue(code: str) -> Markup:
    """The attribute of an element with somebody's words; nothing where they did not say in which language they are."""
    return Markup(f' lang="{escape(code)}"') if code else Markup()  # noqa: S704 - escaped here


def in_tongue(code: str, words: str) -> Markup:
    """The same with the direction. Somebody may forget to say a language, so that it counts as far as it can be."""
    if not code:
        return _UNSAID
    spoken = _spoken(code)
    if words.isascii() or not _leftwards.search(words):
        return spoken.unsure
    return spoken.sure if spoken.is_leftwards or _mostly_rightwards(words) else spoken.unsure


class _Spoken:
    """How a language is told in an element: sure of its direction, or as its first letter has it."""

    def __init__(self, code: str) -> None:
        try:
            self.is_leftwards = Locale.parse(code, sep="-").text_direction == "rtl"
        except (UnknownLocaleError, ValueError):  # what was kept before languages were checked may be anything
            self.is_leftwards = False
        self.unsure = tongue(code) + _UNSAID
        self.sure = tongue(code) + (_LEFTWARDS if self.is_leftwards else _RIGHTWARDS)


@lru_cache(maxsize=512)
def _spoken(code: str) -> _Spoken:
    return _Spoken(code)


def _mostly_rightwards(words: str) -> bool:
    """Of what is read at its beginning, not of the marks around it."""
    told = [bidirectional(letter) for letter in words_of(words[:_BEGINNING])]
    return told.count("L") > told.count("R") + told.count("AL")


def _best_first(header: str) -> list[str]:
    """In the order of their weights, equal ones as they stand (RFC 9110, 12.5.4)."""
    weighed: list[tuple[float, str]] = []
    for part in header.split(","):
        code, _, parameters = part.partition(";")
        weight = _weight(parameters)
        if code.strip() and weight > 0:
            weighed.append((weight, code.strip()))
    return [code for _, code in sorted(weighed, key=lambda each: -each[0])]


def _weight(parameters: str) -> float:
    name, _, value = parameters.partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0


def _ever_wider(code: str) -> Iterator[str]:
    """`zh-hant-tw`, `zh-hant`, `zh`"""
    parts = code.split("-")
    while parts:
        yield "-".join(parts)
        parts.pop()
