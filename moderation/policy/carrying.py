"""Our text in other languages, carried along with whatever of it a house took over word for word."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from moderation.policy.models import Translation
from moderation.policy.reading import INTRODUCTION
from moderation.policy.rules import NewClause
from moderation.policy.starting import TEXTS
from moderation.policy.translating import Words, say


def carry_ours(
    session: Session, introduction: str, clauses: list[tuple[NewClause, int]], since: int, *, now: datetime
) -> None:
    """What is ours word for word gets our translations, for which nobody here has vouched.

    `clauses` with the versions from which their words are the same; `since` is that of the introduction. What people
    here translated already stays.
    """
    wanted = [(INTRODUCTION, Words("", introduction, ""), since)]
    wanted += [(clause.key, Words(clause.title, clause.asks, clause.why), of) for clause, of in clauses]
    for key, words, of in wanted:
        for language, theirs in _in_other_languages(words):
            if session.get(Translation, (key, of, language)) is None:
                row = Translation(clause_key=key, words_since=of, language=language, edition=0)
                say(row, theirs, by=None, now=now)
                session.add(row)


def _in_other_languages(words: Words) -> Iterator[tuple[str, Words]]:
    for language, text in TEXTS.items():
        ours = [Words("", text.introduction, ""), *(Words(one.title, one.asks, one.why) for one in text.clauses)]
        if words in ours:
            place = ours.index(words)
            yield from ((other, _words_at(other, place)) for other in TEXTS if other != language)


def _words_at(language: str, place: int) -> Words:
    text = TEXTS[language]
    if not place:
        return Words("", text.introduction, "")
    clause = text.clauses[place - 1]
    return Words(clause.title, clause.asks, clause.why)
