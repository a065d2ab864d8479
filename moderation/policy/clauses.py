"""Clauses as they are read: of the version in force, and of any earlier one as it stood."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from app.basics.errors import NotFound
from app.storage.tables import AnySelect
from moderation.measures import Deciders, Measure
from moderation.policy.models import Clause, PolicyVersion, Translation
from moderation.policy.queries import in_force_number
from moderation.policy.rules import NewClause


@dataclass(frozen=True, slots=True)
class ClauseText:
    """One clause of one version. `language` is that of its words, empty where the version does not say it.

    `translated`: the words are another language's, and the original decides; `vouched`: a second person read both.
    `words_since` is the version from which the original's words are the same.
    """

    version: int
    key: int
    label: str
    title: str
    asks: str
    asks_html: str
    why: str
    why_html: str
    measures: tuple[Measure, ...]
    deciders: Deciders
    appeal_days: int
    evidence_days: int
    keeps_pictures: bool
    language: str
    words_since: int = 0
    translated: bool = False
    vouched: bool = False

    def as_new(self) -> NewClause:
        """The same as it would be published once more."""
        return NewClause(
            self.key, self.label, self.title, self.asks, self.why, self.measures, self.deciders, self.appeal_days,
            self.evidence_days, self.keeps_pictures,
        )  # fmt: skip


def in_force(session: Session, *, now: datetime, language: str = "") -> Sequence[ClauseText]:
    """Those of the version in force, in their order; each in that language where people put it into it."""
    return of_version(session, in_force_number(session, now=now), language=language)


def of_version(session: Session, version: int, *, language: str = "") -> Sequence[ClauseText]:
    """The same of any version; empty where there is none, or none with clauses."""
    asked = _asked(language).where(Clause.version == version).order_by(Clause.position)
    return [_text(*row) for row in session.execute(asked)]


def clause(session: Session, version: int, key: int, *, language: str = "") -> ClauseText:
    """That clause as it stood in that version; raises NotFound."""
    row = session.execute(_asked(language).where(Clause.version == version, Clause.key == key)).first()
    if row is None:
        raise NotFound
    return _text(*row)


def translations(session: Session, clauses: Sequence[ClauseText]) -> Mapping[int, Sequence[tuple[str, str, str]]]:
    """(language, title, what it asks) of each translation of these very words, by the clauses' keys."""
    current = {clause.key: clause.words_since for clause in clauses}
    asked = select(
        Translation.clause_key, Translation.words_since, Translation.language, Translation.title, Translation.asks
    ).where(Translation.clause_key.in_(current))
    found: dict[int, list[tuple[str, str, str]]] = {}
    for key, since, *words in session.execute(asked.order_by(Translation.language)):
        if current[key] == since:
            found.setdefault(key, []).append((words[0], words[1], words[2]))
    return found


def _asked(language: str) -> AnySelect:
    """The clauses with their version's language, and what was made of them in the language that is asked for."""
    of_these_words = and_(
        Translation.clause_key == Clause.key,
        Translation.words_since == Clause.words_since,
        Translation.language == language,
    )
    return (
        select(Clause, PolicyVersion.language, Translation)
        .join(PolicyVersion, PolicyVersion.number == Clause.version)
        .outerjoin(Translation, of_these_words)
    )


def _text(made: Clause, language: str, translation: Translation | None) -> ClauseText:
    words = translation or made
    return ClauseText(
        version=made.version,
        key=made.key,
        label=made.label,
        title=words.title,
        asks=words.asks,
        asks_html=words.asks_html,
        why=words.why,
        why_html=words.why_html,
        measures=measures_in(made.measures),
        deciders=Deciders(made.deciders),
        appeal_days=made.appeal_days,
        evidence_days=made.evidence_days,
        keeps_pictures=made.keeps_pictures,
        language=translation.language if translation else language,
        words_since=made.words_since,
        translated=translation is not None,
        vouched=translation is not None and translation.vouched_at is not None,
    )


def measures_in(kept: str) -> tuple[Measure, ...]:
    """As they are kept: words apart by spaces."""
    return tuple(map(Measure, kept.split()))
