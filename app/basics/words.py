"""The words of a text as they are searched for: one way of writing each, in every language. Pure.

Both databases index what is made here and nothing else, so that they find alike. Case, accents, ё and е, full width
and letters that nobody sees make no difference. Scripts without spaces are taken apart into overlapping pairs, with
the last letter of each run once more alone, so that one letter is found wherever it stands.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from app.basics.word_forms import forms_of

MOST: Final = 5_000
"""So many words of one text are searched; PostgreSQL keeps no more than three times as many places."""
LONGEST: Final = 40

# Chinese, Japanese and Korean; Thai, Lao, Burmese and Khmer.
_UNSPACED = (
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ece\u1000-\u1049\u1780-\u17d3\u3005-\u3007\u3041-\u30ff\u3105-\u312f"
    "\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
)
_run = re.compile(rf"[{_UNSPACED}]+|[^{_UNSPACED}]+")
_unspaced = re.compile(rf"[{_UNSPACED}]")
_accented = re.compile("[\u00c0-\u024f\u0370-\u03ff\u1e00-\u1fff]")
# Accents that stand by themselves, and the vowels of Hebrew and Arabic, which are mostly left out.
_optional = re.compile("[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0640\u064b-\u065f\u0670]")
_unseen = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e01ef]"
)
_not_of_a_word = re.compile(r"[^\w\s]")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that follow each other. `open_ended`: the last may go on. `forms`: what may stand for a single one."""

    words: tuple[str, ...]
    open_ended: bool = False
    forms: tuple[str, ...] = ()


def words_in(text: str) -> list[str]:
    """Every word of a text, in its order."""
    found = list[str]()
    for word in _words(text):
        for run in _run.findall(word):
            found += _taken_apart(run)
        if len(found) > MOST:
            break
    return found[:MOST]


def phrase_of(asked: str, *, open_ended: bool = False, any_form: bool = False) -> Phrase | None:
    """What somebody asks for as a phrase; None where there is no word in it. `any_form`: of a single word."""
    runs = [run for word in _words(asked) for run in _run.findall(word)]
    if not runs:
        return None
    words = [word for run in runs[:-1] for word in _taken_apart(run)]
    *pairs, last = _taken_apart(runs[-1])
    if not _unspaced.match(runs[-1]):
        alone = any_form and not open_ended and len(runs) == 1
        return Phrase((*words, *pairs, last), open_ended, forms_of(last) if alone else ())
    # In a text the run may go on: a pair ends it there as well, a single letter may begin one.
    return Phrase((*words, *pairs)) if pairs else Phrase((*words, last), open_ended=True)


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", _unseen.sub("", text))
    plain = unicodedata.normalize("NFKC", plain.casefold()).replace("ё", "е")
    plain = _accented.sub(lambda letter: unicodedata.normalize("NFD", letter[0])[0], plain)
    plain = _not_of_a_word.sub(_mark_or_space, _optional.sub("", plain))
    return [word for each in plain.split() if (word := each.strip("_"))]


def _mark_or_space(sign: re.Match[str]) -> str:
    """Signs that are written with a letter belong to its word."""
    return sign[0] if unicodedata.category(sign[0])[0] == "M" else " "


def _taken_apart(run: str) -> list[str]:
    if not _unspaced.match(run):
        return [run[:LONGEST]]
    return [*(run[at : at + 2] for at in range(len(run) - 1)), run[-1]]
