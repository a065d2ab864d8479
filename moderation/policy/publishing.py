"""Publishing a version: an introduction and clauses, in force from a day. Earlier ones stay as they are."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.basics.errors import Conflict
from app.basics.text import written
from moderation.policy import rules
from moderation.policy.carrying import carry_ours
from moderation.policy.models import Clause, DraftClause, PolicyVersion
from moderation.policy.queries import newest, newest_number
from moderation.policy.rules import NewClause


def publish_clauses(
    session: Session,
    introduction: str,
    clauses: Sequence[NewClause],
    *,
    by: int | None,
    based_on: int,
    language: str = "",
    in_force_at: datetime,
    now: datetime,
) -> int:
    """The next version; its number. Whoever may is decided before.

    `based_on`: the newest version that its writers saw (0: none). Raises Invalid, Conflict.
    """
    introduction = rules.checked_introduction(introduction)
    checked = rules.checked_clauses(clauses)
    rules.must_say_something(introduction, checked)
    rules.checked_start(in_force_at, now)
    rules.must_follow_on(newest_number(session), based_on)
    version = PolicyVersion(
        number=based_on + 1,
        source=introduction,
        html=str(written(introduction)),
        published_at=now,
        published_by=by,
        in_force_at=in_force_at,
        clause_count=len(checked),
        language=language,
        words_since=_introduced_since(session, introduction) or based_on + 1,
    )
    try:
        with session.begin_nested():
            session.add(version)
            session.flush()
            rows = [_clause(session, version.number, place, one) for place, one in enumerate(checked, 1)]
            session.add_all(rows)
    except IntegrityError as error:
        raise Conflict(rules.OVERTAKEN) from error
    together = [(clause, row.words_since) for clause, row in zip(checked, rows, strict=True)]
    carry_ours(session, introduction, together, version.words_since, now=now)
    return version.number


def adopt(
    session: Session, clauses: Sequence[NewClause], introduction: str, *, in_force_at: datetime, now: datetime
) -> int:
    """The next version as the community decided it, on top of the newest; its number. Raises Invalid."""
    before = newest(session)
    return publish_clauses(
        session,
        introduction,
        clauses,
        by=None,
        based_on=before.number if before else 0,
        language=before.language if before else "",
        in_force_at=in_force_at,
        now=now,
    )


def next_key(session: Session) -> int:
    """The key of a clause that is new: no clause ever had it, published or in the draft."""
    kept = session.scalar(select(func.max(Clause.key))) or 0
    drafted = session.scalar(select(func.max(DraftClause.key))) or 0
    return max(kept, drafted) + 1


def _clause(session: Session, version: int, position: int, clause: NewClause) -> Clause:
    return Clause(
        version=version,
        position=position,
        key=clause.key,
        label=clause.label,
        title=clause.title,
        asks=clause.asks,
        asks_html=str(written(clause.asks)),
        why=clause.why,
        why_html=str(written(clause.why)),
        measures=" ".join(clause.measures),
        deciders=clause.deciders,
        appeal_days=clause.appeal_days,
        evidence_days=clause.evidence_days,
        keeps_pictures=clause.keeps_pictures,
        words_since=_worded_since(session, clause) or version,
    )


def _worded_since(session: Session, clause: NewClause) -> int | None:
    """The version from which the clause has said the same in the same words, if one did."""
    same = (
        Clause.key == clause.key,
        Clause.title == clause.title,
        Clause.asks == clause.asks,
        Clause.why == clause.why,
    )
    return session.scalar(select(Clause.words_since).where(*same).order_by(Clause.version.desc()).limit(1))


def _introduced_since(session: Session, introduction: str) -> int | None:
    same = select(PolicyVersion.words_since).where(PolicyVersion.source == introduction)
    return session.scalar(same.order_by(PolicyVersion.number.desc()).limit(1))
