"""A version as somebody reads it: in their language where people put it into that, otherwise as it was written."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from moderation.policy import queries
from moderation.policy.clauses import ClauseText, of_version
from moderation.policy.models import Translation
from moderation.policy.queries import Version

INTRODUCTION = 0
"""The introduction's place among the keys of clauses."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A version. `html` is its introduction in `language`.

    `translated` are the keys of what is translated, `unvouched` those of them that no second person has read, and
    `outdated` the keys of what is shown as written because its words changed since they were translated. Names of who
    translated and who vouches are ids of members.
    """

    version: Version
    html: str
    language: str
    clauses: Sequence[ClauseText]
    translated: frozenset[int] = frozenset()
    unvouched: frozenset[int] = frozenset()
    outdated: frozenset[int] = frozenset()
    by: frozenset[int] = frozenset()


def whole(session: Session, number: int, *, language: str = "") -> Whole:
    """That version; raises NotFound. Without a language, or in its own, it is as it was written."""
    version = queries.version(session, number)
    if not language or language == version.language:
        return Whole(version, version.html, version.language, of_version(session, number))
    clauses = of_version(session, number, language=language)
    asked = select(Translation).where(Translation.language == language)
    made = {(one.clause_key, one.words_since): one for one in session.scalars(asked)}
    current = {INTRODUCTION: version.words_since, **{one.key: one.words_since for one in clauses}}
    found = {key: made[key, since] for key, since in current.items() if (key, since) in made}
    introduction = found.get(INTRODUCTION)
    return Whole(
        version,
        introduction.asks_html if introduction else version.html,
        language if introduction else version.language,
        clauses,
        translated=frozenset(found),
        unvouched=frozenset(key for key, one in found.items() if one.vouched_at is None),
        outdated=frozenset(key for key, _ in made) & frozenset(current) - frozenset(found),
        by=frozenset(who for one in found.values() for who in (one.written_by, one.vouched_by) if who is not None),
    )
