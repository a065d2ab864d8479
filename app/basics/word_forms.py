"""What the forms of one word share, so that «работа» finds «работу» and "meeting" finds "meetings". Pure.

A text is indexed with its words as they stand and, where a word has an ending, with a mark of what is left without it.
Whoever asks for a word asks for it, for what is left of it, and for that mark. Endings belong to a language: the text's
own where it says one, otherwise the one that its letters suggest. Words in quotes are asked for as they are.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from threading import local
from typing import Any, Final

import Stemmer  # pyright: ignore[reportMissingImports, reportMissingTypeStubs, reportMissingModuleSource]

MARK: Final = "=="
SHORTEST: Final = 3
"""What is left of a word has so many letters at least."""

_LATIN: Final[Mapping[str, str]] = {"en": "english", "es": "spanish", "fr": "french", "pt": "portuguese"}
_CYRILLIC: Final[Mapping[str, str]] = {"ru": "russian"}
_OTHER_CYRILLIC: Final = frozenset({"uk", "be", "bg", "sr", "mk", "kk", "ky", "mn", "tg"})

_latin = re.compile(r"[a-z]{3,40}")
_cyrillic = re.compile(r"[а-я]{3,40}")
_subtag = re.compile(r"[a-z]{2,8}")


def forms_in(words: Iterable[str], language: str) -> list[str]:
    """The marks of a text in that language (empty: not said), each once. The words are those of `words_in`."""
    said = _subtag.match(language.lower())
    spoken = said[0] if said else ""
    left = ((word, _left_of(word, spoken)) for word in dict.fromkeys(words))
    return list(dict.fromkeys(f"{MARK}{stem}" for word, stem in left if stem and stem != word))


def forms_of(word: str) -> tuple[str, ...]:
    """What somebody's word is found by beside itself, whichever language they meant."""
    if _latin.fullmatch(word):
        left = [_stem(language, word) for language in _LATIN]
    elif _cyrillic.fullmatch(word):
        left = [_stem(language, word) for language in _CYRILLIC]
    else:
        return ()
    found = (form for stem in left if len(stem) >= SHORTEST for form in (stem, f"{MARK}{stem}"))
    return tuple(form for form in dict.fromkeys(found) if form != word)


def _left_of(word: str, spoken: str) -> str:
    """The word without its ending; empty where nothing is known of its language, or too little would be left."""
    if _latin.fullmatch(word):
        language = spoken if spoken in _LATIN else "en" if spoken in {"", *_CYRILLIC, *_OTHER_CYRILLIC} else ""
    elif _cyrillic.fullmatch(word):
        language = "" if spoken in _OTHER_CYRILLIC else "ru"
    else:
        return ""
    stem = _stem(language, word) if language else ""
    return stem if len(stem) >= SHORTEST else ""


class _Ready(local):
    """A stemmer holds the word it works on, so each thread has its own; none remembers what it was asked (P11)."""

    def __init__(self) -> None:
        self.stemmers: dict[str, Callable[[str], str]] = {}


_ready = _Ready()


def _stem(language: str, word: str) -> str:
    stemmers = _ready.stemmers
    if language not in stemmers:
        made: Any = Stemmer.Stemmer(_LATIN.get(language) or _CYRILLIC[language], 0)  # pyright: ignore
        stemmers[language] = made.stemWord
    return stemmers[language](word)
