"""Reading the draft of the next version, and its clauses between rows and what would be published."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.basics.errors import NotFound
from moderation.policy import rules
from moderation.policy.clauses import measures_in
from moderation.policy.models import DraftClause, PolicyDraft
from moderation.policy.rules import NewClause


@dataclass(frozen=True, slots=True)
class DraftFacts:
    """The draft as stewards see it. `clauses`: each with its edition, in their order."""

    based_on: int
    language: str
    introduction: str
    edition: int
    changed_at: datetime
    clauses: tuple[tuple[NewClause, int], ...]


def the_draft(session: Session) -> DraftFacts | None:
    """The draft, whole; None while nobody prepares anything."""
    draft = session.get(PolicyDraft, 1)
    if draft is None:
        return None
    clauses = tuple((as_new(one), one.edition) for one in rows(session))
    return DraftFacts(draft.based_on, draft.language, draft.introduction, draft.edition, draft.changed_at, clauses)


def begun(session: Session) -> DraftFacts:
    """The same; raises NotFound while nobody prepares anything."""
    draft = the_draft(session)
    if draft is None:
        raise NotFound
    return draft


def the_clause(session: Session, key: int) -> tuple[NewClause, int]:
    """One clause of the draft and its edition; raises NotFound."""
    found = row(session, key)
    return as_new(found), found.edition


def draft_row(session: Session) -> PolicyDraft:
    """Raises NotFound while there is none."""
    draft = session.get(PolicyDraft, 1)
    if draft is None:
        raise NotFound
    return draft


def row(session: Session, key: int) -> DraftClause:
    """Raises NotFound."""
    found = session.get(DraftClause, key)
    if found is None:
        raise NotFound
    return found


def rows(session: Session) -> Sequence[DraftClause]:
    """In their order."""
    ordered = select(DraftClause).order_by(DraftClause.position, DraftClause.key).limit(rules.MOST_CLAUSES)
    return session.scalars(ordered).all()


def as_kept(clause: NewClause, position: int) -> DraftClause:
    """A row of its own for it."""
    made = DraftClause(key=clause.key, position=position, edition=1)
    write(made, clause)
    return made


def write(row: DraftClause, clause: NewClause) -> None:
    """The clause's words and terms into its row."""
    row.label, row.title, row.asks, row.why = clause.label, clause.title, clause.asks, clause.why
    row.measures, row.deciders = " ".join(clause.measures), clause.deciders.value
    row.appeal_days, row.evidence_days = clause.appeal_days, clause.evidence_days
    row.keeps_pictures = clause.keeps_pictures


def as_new(row: DraftClause) -> NewClause:
    """The clause as it would be published."""
    return NewClause(
        row.key, row.label, row.title, row.asks, row.why, measures_in(row.measures),
        rules.checked_deciders(row.deciders), row.appeal_days, row.evidence_days, row.keeps_pictures,
    )  # fmt: skip
