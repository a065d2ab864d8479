"""What differs between two versions, clause by clause and word by word. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final

from moderation.policy.rules import NewClause

_piece = re.compile(r"\s+|[^\W\d_]+|\d+|.", re.UNICODE)
_wide = re.compile(r"([\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff])")
# Above so many words on both sides a text that is all new is shown whole: comparing each with each takes long.
MOST_WORDS: Final = 4_000


@dataclass(frozen=True, slots=True)
class Piece:
    """Words as they are on one side: `kind` is same, or out (only before), or in (only after)."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Sides:
    """One text on both sides."""

    before: tuple[Piece, ...]
    after: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one clause. `before` is None for a new one, `after` for one that is gone."""

    before: NewClause | None
    after: NewClause | None
    moved: bool = False

    @property
    def title(self) -> str:
        """What the clause is called, or was."""
        return self.after.title if self.after else self.before.title if self.before else ""

    @property
    def terms_differ(self) -> bool:
        """Whether what may be decided, by whom, or for how long, is not as it was."""
        return self.before is not None and self.after is not None and _terms(self.before) != _terms(self.after)


def between(before: Sequence[NewClause], after: Sequence[NewClause]) -> Sequence[Change]:
    """Every clause that is not as it was, in the order of the newer text; those that are gone come last."""
    old, new = _by_key(before), _by_key(after)
    stayed = [key for key in old if key in new]
    order = [key for key in new if key in old]
    changes = [_change(old.get(clause.key), clause, stayed, order) for clause in after]
    gone = [Change(clause, None) for clause in before if clause.key not in new]
    return [*(one for one in changes if one is not None), *gone]


@lru_cache(maxsize=8)
def sides(before: str, after: str) -> Sides:
    """Both texts in pieces, so that what is only on one side can be marked there.

    Kept, because two texts that were made to be hard to compare take a second, and everybody looks at the same ones.
    """
    old, new = _words(before), _words(after)
    if before == after:
        return Sides((Piece("same", before),), (Piece("same", after),))
    if len(old) > MOST_WORDS or len(new) > MOST_WORDS:
        return Sides((Piece("out", before),), (Piece("in", after),))
    left: list[Piece] = []
    right: list[Piece] = []
    for tag, start, end, new_start, new_end in SequenceMatcher(None, old, new).get_opcodes():
        kind_left, kind_right = ("same", "same") if tag == "equal" else ("out", "in")
        left += _piece_of(kind_left, old[start:end])
        right += _piece_of(kind_right, new[new_start:new_end])
    return Sides(tuple(left), tuple(right))


def _change(old: NewClause | None, new: NewClause, stayed: Sequence[int], order: Sequence[int]) -> Change | None:
    if old is None:
        return Change(None, new)
    moved = stayed.index(new.key) != order.index(new.key)
    return Change(old, new, moved) if moved or old != new else None


def _terms(clause: NewClause) -> tuple[object, ...]:
    return clause.measures, clause.deciders, clause.appeal_days, clause.evidence_days, clause.keeps_pictures


def _by_key(clauses: Sequence[NewClause]) -> Mapping[int, NewClause]:
    return {clause.key: clause for clause in clauses}


def _words(text: str) -> list[str]:
    """Words, gaps and marks; where a script has no gaps each letter is one."""
    return list(_apart(text))


def _apart(text: str) -> Iterator[str]:
    for found in _piece.findall(text):
        yield from (one for one in _wide.split(found) if one)


def _piece_of(kind: str, words: Sequence[str]) -> list[Piece]:
    return [Piece(kind, "".join(words))] if words else []
