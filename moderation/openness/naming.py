"""What clauses are called where something is said of many of them."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from moderation.policy import clauses

Names = Mapping[tuple[int, int], str]


def names(session: Session, wanted: Collection[tuple[int, int]], *, language: str = "") -> Names:
    """Number and title of clauses as they stood, by (version, key)."""
    return {
        (version, each.key): f"{each.label} {each.title}"
        for version in {version for version, _ in wanted}
        for each in clauses.of_version(session, version, language=language)
    }


def names_now(session: Session, *, now: datetime, language: str = "") -> Mapping[int, str]:
    """The same of the clauses in force, by their keys."""
    return {each.key: f"{each.label} {each.title}" for each in clauses.in_force(session, now=now, language=language)}
