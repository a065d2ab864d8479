"""The text that a house may begin with: ours, in plain words, to be changed by whoever lives by it.

The English is the original. The others were put into their languages by us and read by nobody else yet, which is said
wherever they are shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from moderation.policy.rules import NewClause
from moderation.policy.starting import chinese, english, russian
from moderation.policy.starting.terms import TERMS

Words = tuple[str, str, str]
"""A clause's short name, what it asks, and why."""


@dataclass(frozen=True, slots=True)
class StartingText:
    """The whole text in one language. The clauses' keys are theirs here alone: a house gives them its own."""

    language: str
    introduction: str
    clauses: tuple[NewClause, ...]


def _whole(language: str, introduction: str, words: tuple[Words, ...]) -> StartingText:
    together = enumerate(zip(words, TERMS, strict=True), 1)
    clauses = (
        NewClause(number, str(number), title, asks, why, *terms) for number, ((title, asks, why), terms) in together
    )
    return StartingText(language, introduction, tuple(clauses))


TEXTS: Final[Mapping[str, StartingText]] = {
    code: _whole(code, words.INTRODUCTION, words.CLAUSES)
    for code, words in (("en", english), ("ru", russian), ("zh", chinese))
}


def text_in(language: str) -> StartingText:
    """Our text in that language, or in English."""
    return TEXTS.get(language.partition("-")[0], TEXTS["en"])
