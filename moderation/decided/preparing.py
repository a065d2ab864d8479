"""From what somebody wrote to the row of a decision: every rule asked, nothing stored."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Account
from app.accounts.viewer import Viewer
from app.basics.errors import Conflict, Invalid
from app.basics.ids import new_id
from app.posts.models import Picture
from app.storage.sealing import HouseKey
from moderation.cases.handling import colleagues, must_be_free
from moderation.cases.models import Case
from moderation.decided import hours, rules, sealing
from moderation.decided.models import DecisionRow
from moderation.decided.rules import Draft, Matter
from moderation.measures import ON_ACCOUNTS, Measure, Subject
from moderation.policy.clauses import ClauseText, in_force


def row_of(session: Session, who: Viewer, case: Case, draft: Draft, *, key: HouseKey, now: datetime) -> DecisionRow:
    """The decision as it would be. Raises Forbidden, Conflict, Refused, Invalid: whatever stands against it."""
    rules.must_decide(who)
    must_be_free(session, who, case.id, key=key)
    rules.must_be_undecided(case.state, closed=case.closed_at is not None, measure=draft.measure)
    clause, matter = clause_of(session, draft.clause_key, now=now), matter_of(session, case, now=now)
    rules.must_be_allowed(draft.measure, clause.measures)
    rules.must_fit(draft.measure, matter)
    row = _dated(draft, clause, matter, now=now)
    row.case_id, row.decided_by = case.id, who.account_id
    row.subject, row.account_id, row.post_id, row.ally_id = _about(draft.measure, case)
    _write(row, draft, clause, matter, key)
    # Whoever reported or keeps out of it is counted as well: else the notice would tell that they did (P17).
    others = len(colleagues(session, who).keys() - {case.account_id}) if row.needed > 1 else 0
    left = hours.left_alone(session, case, draft.measure, now)
    row.alone_until = rules.alone_until(draft.measure, matter, row.needed, others, left=left, now=now)
    return row


def clause_of(session: Session, clause_key: int, *, now: datetime) -> ClauseText:
    """The clause as it is in force; raises Invalid where there is none of that key."""
    found = [clause for clause in in_force(session, now=now) if clause.key == clause_key]
    if not found:
        raise Invalid("clause", rules.NO_CLAUSE)
    return found[0]


def matter_of(session: Session, case: Case, *, now: datetime) -> Matter:
    """What may be decided depends on what it is about, what of it is still there, and what was done before."""
    pictures = select(Picture.id).where(Picture.post_id == case.post_id)
    role = session.scalar(select(Account.role).where(Account.id == case.account_id))
    return Matter(
        Subject(case.subject),
        post_is_there=case.post_id is not None,
        pictures=() if case.post_id is None else session.scalars(pictures).all(),
        account_is_there=role is not None,
        ally_is_there=case.ally_id is not None,
        of_those_who_decide=role in {"moderator", "steward"},
        left_to_hold=hours.left_to_hold(session, case, now),
    )


def must_be_the_same_policy(session: Session, row: DecisionRow, *, now: datetime) -> None:
    """Nobody agrees under a clause that is not in force any more; raises Conflict."""
    clauses = in_force(session, now=now)
    if not clauses or clauses[0].version != row.policy_version:
        raise Conflict(rules.POLICY_CHANGED)


def _dated(draft: Draft, clause: ClauseText, matter: Matter, *, now: datetime) -> DecisionRow:
    appeal_until = now + timedelta(days=clause.appeal_days)
    ends_at = rules.ends(draft.measure, draft.ends_at, matter, now=now)
    return DecisionRow(
        id=new_id(now),
        measure=draft.measure,
        policy_version=clause.version,
        clause_key=clause.key,
        needed=rules.people_needed(clause.deciders, draft.measure, matter),
        decided_at=now,
        ends_at=ends_at,
        review_at=rules.review(draft.measure, ends_at, appeal_until=appeal_until, now=now),
        appeal_until=appeal_until,
        evidence_until=now + timedelta(days=clause.evidence_days),
        outcome="",
    )


def _about(measure: Measure, case: Case) -> tuple[str, int | None, int | None, int | None]:
    """What it is done to, whose that is, and out of which post or house it came."""
    if measure in ON_ACCOUNTS:
        return Subject.ACCOUNT, case.account_id, case.post_id, None
    return case.subject, case.account_id, case.post_id, case.ally_id


def _write(row: DecisionRow, draft: Draft, clause: ClauseText, matter: Matter, key: HouseKey) -> None:
    """What people wrote, checked and sealed (P10)."""
    row.reason_sealed = sealing.seal_words(rules.checked_reason(draft.reason), sealing.REASON, key)
    particulars = rules.checked_particulars(draft.measure, draft.particulars, matter)
    if not clause.keeps_pictures:
        particulars["keeps_pictures"] = False
    row.particulars_sealed = sealing.seal_particulars(particulars, key)
    described = rules.checked_description(
        draft.described, measure=draft.measure, keeps_pictures=clause.keeps_pictures, matter=matter
    )
    row.described_sealed = sealing.seal_words(described, sealing.DESCRIBED, key) if described else None
