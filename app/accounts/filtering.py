"""Personal word filters: what somebody does not want to read, in their own view alone. Pure.

Nothing of it reaches anybody else, and nothing is judged by it (P13): a post that one member folds away is for every
other member what it was.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from app.basics.errors import Invalid
from app.basics.text import one_line

MOST_FILTERS = 100
MOST_WORDS = 100
LONGEST_TITLE = 80
LONGEST_WORD = 200

HOME, NOTIFICATIONS, PUBLIC, THREAD, ACCOUNT = CONTEXTS = ("home", "notifications", "public", "thread", "account")
FOLD, HIDE = ACTIONS = ("warn", "hide")  # as the client API calls them


@dataclass(frozen=True, slots=True)
class Word:
    """Something that is not to be read. `whole`: not as a part of other words."""

    id: int
    text: str
    whole: bool = True


@dataclass(frozen=True, slots=True)
class WordFilter:
    """What one member called a few words, and what becomes of posts that hold one of them, until when."""

    id: int
    title: str
    words: tuple[Word, ...]
    contexts: tuple[str, ...]
    action: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A filter and those of its words that stand in a post."""

    filter: WordFilter
    words: tuple[str, ...]


class Sieve:
    """The filters of one member for one kind of list, ready to be held against many posts.

    `folding`: even those that hide fold away. So it is with what the member kept and what was written to them alone:
    none of that goes without a word.
    """

    def __init__(self, filters: Iterable[WordFilter], context: str, *, now: datetime, folding: bool = False) -> None:
        self._filters = [
            (replace(one, action=FOLD) if folding else one, [(word, folded(word.text)) for word in one.words])
            for one in filters
            if context in one.contexts and (one.until is None or one.until > now)
        ]

    def __bool__(self) -> bool:
        return bool(self._filters)

    def held_against(self, text: str) -> list[Found]:
        """Every filter that finds something in a text (no HTML)."""
        if not self._filters:
            return []
        here = folded(text)
        found = [(one, tuple(word.text for word, form in words if stands_in(form, here, whole=word.whole)))
                 for one, words in self._filters]  # fmt: skip
        return [Found(one, words) for one, words in found if words]


NO_SIEVE = Sieve((), HOME, now=datetime.max.replace(tzinfo=UTC))


def hides(found: Sequence[Found]) -> bool:
    """Whether one of the filters wants such posts gone altogether."""
    return any(one.filter.action == HIDE for one in found)


def folded(text: str) -> str:
    """The form in which words are compared: whatever the case, the width and the way accents are written."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def stands_in(word: str, text: str, *, whole: bool) -> bool:
    """Whether a folded word stands in a folded text."""
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        if not whole or (_ends(text[at - 1 : at], word[0]) and _ends(text[end : end + 1], word[-1])):
            return True
        at = text.find(word, at + 1)
    return False


def checked_title(title: str) -> str:
    """A filter's name; raises Invalid."""
    tidy = one_line(title)
    if not tidy:
        raise Invalid("title", "Please give it a name. Only you see it.")
    if len(tidy) > LONGEST_TITLE:
        raise Invalid("title", "A name has at most 80 characters.")
    return tidy


def checked_words(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words, tidy and each once; raises Invalid."""
    tidy = {folded(text): Word(word.id, text, word.whole) for word in words if (text := one_line(word.text))}
    if not tidy:
        raise Invalid("words", "Please write at least one word.")
    if len(tidy) > MOST_WORDS:
        raise Invalid("words", "A filter has at most 100 words.")
    if any(len(word.text) > LONGEST_WORD for word in tidy.values()):
        raise Invalid("words", "A word or phrase has at most 200 characters.")
    return tuple(tidy.values())


def checked_contexts(contexts: Sequence[str]) -> tuple[str, ...]:
    """Where it holds, in a fixed order; raises Invalid."""
    if not contexts or not set(contexts) <= set(CONTEXTS):
        raise Invalid("contexts", "Please choose where it holds.")
    return tuple(one for one in CONTEXTS if one in contexts)


def checked_action(action: str) -> str:
    if action not in ACTIONS:
        raise Invalid("outcome", "Please choose what happens to such posts.")
    return action


def _ends(beside: str, edge: str) -> bool:
    """Whether a word may end between its edge and the letter beside it."""
    return not beside or not _is_letter(beside) or not _is_letter(edge) or _without_spaces(edge)


def _is_letter(one: str) -> bool:
    """A letter, a digit, or a mark that belongs to the letter before it."""
    return one.isalnum() or one == "_" or unicodedata.category(one).startswith("M")


def _without_spaces(one: str) -> bool:
    """Whether its script puts no spaces between words: every place may be a word's end there."""
    return any(low <= one <= high for low, high in _RUN_TOGETHER)


_RUN_TOGETHER = (
    ("\u0e00", "\u0eff"),  # Thai, Lao
    ("\u1000", "\u109f"),  # Burmese
    ("\u1780", "\u17ff"),  # Khmer
    ("\u3040", "\u30ff"),  # Japanese syllables
    ("\u3400", "\u9fff"),  # Chinese characters
    ("\uf900", "\ufaff"),
    ("\U00020000", "\U0003ffff"),
)
