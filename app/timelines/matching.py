"""What is asked for, in the two databases' own words for it. Pure.

Nothing that somebody typed gets this far as it was: a phrase holds words as `app.basics.words` makes them, of letters,
marks, digits and underscores, and a mark begins with our sign. So quoting is all there is to do.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.basics.words import Phrase


@dataclass(frozen=True, slots=True)
class Match:
    """Of each of `groups` one mark, and every phrase; and none of the others."""

    groups: tuple[tuple[str, ...], ...] = ()
    phrases: tuple[Phrase, ...] = ()
    none_of: tuple[str, ...] = ()
    without: tuple[Phrase, ...] = ()


def for_sqlite(match: Match) -> str:
    """A query of FTS5 (sqlite.org/fts5.html, section 3)."""
    wanted = [*(_any(group) for group in match.groups), *map(_fts5, match.phrases)]
    unwanted = [*map(_fts5_mark, match.none_of), *map(_fts5, match.without)]
    found = " AND ".join(wanted)
    return f"({found}) NOT ({' OR '.join(unwanted)})" if unwanted else found


def for_postgres(match: Match) -> str:
    """A tsquery (PostgreSQL, 8.11.2)."""
    wanted = [*(f"({' | '.join(map(_lexeme, group))})" for group in match.groups), *map(_tsquery, match.phrases)]
    unwanted = [*(f"!{_lexeme(mark)}" for mark in match.none_of), *(f"!{_tsquery(one)}" for one in match.without)]
    return " & ".join([*wanted, *unwanted])


def holds(match: Match, words: str) -> bool:
    """Whether the words of a post (`app.posts.found_by`) match, read without an index."""
    padded = f" {words} "
    return (
        all(any(f" {mark} " in padded for mark in group) for group in match.groups)
        and all(_stands(phrase, padded) for phrase in match.phrases)
        and not any(f" {mark} " in padded for mark in match.none_of)
        and not any(_stands(phrase, padded) for phrase in match.without)
    )


def _stands(phrase: Phrase, padded: str) -> bool:
    if any(f" {form} " in padded for form in phrase.forms):
        return True
    return f" {' '.join(phrase.words)}{'' if phrase.open_ended else ' '}" in padded


def _any(group: Sequence[str]) -> str:
    return f"({' OR '.join(map(_fts5_mark, group))})"


def _fts5_mark(mark: str) -> str:
    return f'"{mark}"'


def _fts5(phrase: Phrase) -> str:
    if phrase.forms:
        return _any((*phrase.words, *phrase.forms))
    return f'"{" ".join(phrase.words)}"{" *" if phrase.open_ended else ""}'


def _tsquery(phrase: Phrase) -> str:
    if phrase.forms:
        return f"({' | '.join(map(_lexeme, (*phrase.words, *phrase.forms)))})"
    *others, last = map(_lexeme, phrase.words)
    return f"({' <-> '.join([*others, last + (':*' if phrase.open_ended else '')])})"


def _lexeme(word: str) -> str:
    return f"'{word}'"
