"""Words after a number sign: where they stand in a text, and what makes two ways of writing one the same tag. Pure."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

LONGEST: Final = 100
MOST: Final = 30
"""So many a post carries; those after them stay words."""

_SIGNS: Final = "#\uff03"
# Not where a word, an address or a character reference goes on.
_sign = re.compile(rf"(?<![\w/=&)@{_SIGNS}])[{_SIGNS}]")
_address = re.compile(r"://\S+")
# Letters and marks that nobody sees: two tags that look the same would be two.
_unseen = re.compile(
    r"[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """A tag in a text, from its sign to its end: as it is `written` there, and the `name` it has for everybody."""

    start: int
    end: int
    written: str
    name: str


def tags_in(text: str) -> list[str]:
    """The names of the tags in a text, each once, in their order: no more than a post carries."""
    return list(dict.fromkeys(found.name for found in found_in(text)))[:MOST]


def found_in(text: str) -> Iterator[Found]:
    """Every tag in a text, outside of addresses."""
    if not any(sign in text for sign in _SIGNS):
        return
    addresses = [match.span() for match in _address.finditer(text)]
    for sign in _sign.finditer(text):
        written = _word_at(text, sign.end())
        name = name_of(written)
        if name and not any(start <= sign.start() < end for start, end in addresses):
            yield Found(sign.start(), sign.end() + len(written), written, name)


def name_of(word: str) -> str:
    """What a tag is called whichever way it is written; empty for what can be none.

    Letters of any script with their marks, digits and underscores, one letter at least.
    """
    if not 0 < len(word) <= LONGEST:
        return ""
    name = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", word).casefold())
    if len(name) > LONGEST or not all(_is_part(letter) for letter in name) or unicodedata.category(name[0])[0] == "M":
        return ""
    return name if any(unicodedata.category(letter)[0] == "L" for letter in name) else ""


def named(words: Sequence[str]) -> dict[str, str]:
    """From each tag's name to how it was written first: with its sign or without, no more than a post carries."""
    found: dict[str, str] = {}
    for word in words:
        written = word[1:] if word[:1] in set(_SIGNS) else word
        name = name_of(written)
        if name and len(found) < MOST:
            found.setdefault(name, written)
    return found


def page_of(origin: str, name: str) -> str:
    """The address of a tag's page in this house."""
    return f"{origin}/tags/{quote(name)}"


def pages_of(origin: str, names: Sequence[str] | Mapping[str, str]) -> dict[str, str]:
    """The same for several, by their names."""
    return {name: page_of(origin, name) for name in names}


def _word_at(text: str, start: int) -> str:
    end = start
    while end < len(text) and _is_part(text[end]):
        end += 1
    return text[start:end]


def _is_part(letter: str) -> bool:
    return letter == "_" or (unicodedata.category(letter)[0] in "LMN" and not _unseen.match(letter))
