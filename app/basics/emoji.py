"""`:shortcode:` among words: where one stands, and the same words with its picture in its place.

A shortcode is nothing but ASCII letters, figures and underscores, so it can carry no markup, no foreign letter and no
change of direction into an address, an `alt` or a `title`. In links, code and addresses it stays what it is.
"""

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from markupsafe import Markup

MOST: Final = 30
"""So many different ones in one text; what comes after them stays words."""

Pictures = Mapping[str, str]
"""The word that a picture's address ends with, by its shortcode."""

NONE: Final[Pictures] = MappingProxyType({})

_SHORTCODE = re.compile(r"[A-Za-z0-9_]{2,30}", re.ASCII)
_WORD = re.compile(r"[A-Za-z0-9_-]{22}", re.ASCII)
_code = re.compile(r"(?<![A-Za-z0-9_:/@#=]):([A-Za-z0-9_]{2,30}):(?![A-Za-z0-9_:])", re.ASCII)
_tag = re.compile(r"""<(/?)([a-z0-9]+)(?:[^">]|"[^"]*")*+>""")
_KEPT_AS_THEY_ARE = frozenset({"a", "code", "pre"})


def is_shortcode(word: str) -> bool:
    return _SHORTCODE.fullmatch(word) is not None


def is_word(word: str) -> bool:
    """Whether an address of a picture can end so."""
    return _WORD.fullmatch(word) is not None


def shortcodes_in(rendered: str) -> list[str]:
    """Those in HTML of ours (`app.basics.text`), in order, each once, so many and no more."""
    if ":" not in rendered:
        return []
    found: dict[str, None] = {}
    for start, end in _words_of(rendered):
        found.update(dict.fromkeys(code[1] for code in _code.finditer(rendered, start, end)))
    return list(found)[:MOST]


def shortcodes_in_words(words: str) -> list[str]:
    """The same in plain words: a name, a warning."""
    return shortcodes_in(html.escape(words)) if ":" in words else []


def drawn(rendered: str, pictures: Pictures) -> Markup:
    """HTML of ours with the pictures in the places of their shortcodes."""
    pieces: list[str] = []
    done = 0
    for start, end in _words_of(rendered):
        pieces += [rendered[done:start], *_with_pictures(rendered, start, end, pictures)]
        done = end
    pieces.append(rendered[done:])
    return Markup("".join(pieces))  # noqa: S704 - it was clean, and a shortcode and a word carry no markup


def drawn_words(words: str, pictures: Pictures) -> Markup:
    """The same of plain words."""
    return drawn(html.escape(words), pictures)


def _words_of(rendered: str) -> Iterator[tuple[int, int]]:
    """Where words stand that are in no link and no code; behind a tag that never ends there are none."""
    depth = done = 0
    while (start := rendered.find("<", done)) >= 0:
        if depth == 0 and done < start:
            yield done, start
        tag = _tag.match(rendered, start)
        if tag is None:
            return
        done = tag.end()
        if tag[2] in _KEPT_AS_THEY_ARE:
            depth = max(0, depth - 1) if tag[1] else depth + 1
    if depth == 0 and done < len(rendered):
        yield done, len(rendered)


def _with_pictures(rendered: str, start: int, end: int, pictures: Pictures) -> Sequence[str]:
    pieces: list[str] = []
    for code in _code.finditer(rendered, start, end):
        word = pictures.get(code[1], "")
        if is_word(word):
            pieces += [rendered[start : code.start()], _picture(code[0], word)]
            start = code.end()
    return [*pieces, rendered[start:end]]


def _picture(written: str, word: str) -> str:
    sizes = 'width="20" height="20" loading="lazy" decoding="async"'
    return f'<img class="emoji" src="/emoji/{word}" alt="{written}" title="{written}" {sizes}>'
