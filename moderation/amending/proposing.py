"""Proposing a change, as the charter in force says it is decided."""

from datetime import datetime
from typing import TypeVar

from sqlalchemy.orm import Session

from app.accounts.viewer import Viewer
from app.basics.errors import Refused
from app.deciding import proposing
from app.deciding import queries as proposals
from app.deciding.queries import ProposalFacts
from moderation.amending import changes, charter
from moderation.amending.changes import Change, CharterChange, ClauseChange, IntroductionChange, RoleChange
from moderation.amending.charter import Wanted
from moderation.policy.rules import NewClause

AChange = TypeVar("AChange", bound=Change)


def propose_clause(
    session: Session, account_id: int, key: int, after: NewClause | None, reason: str, force_days: int, *, now: datetime
) -> int:
    """To change a clause, add one (`key` 0) or take it out (no `after`); the proposal's id.

    Raises Refused without a charter, Forbidden, Invalid for a field, NotFound, Conflict.
    """
    way = _must_stand(session)
    draft = changes.clause_drafted(session, key, after, reason, force_days)
    return proposing.propose(session, account_id, draft, way.way, now=now)


def propose_introduction(
    session: Session, account_id: int, after: str, reason: str, force_days: int, *, now: datetime
) -> int:
    """To begin the policy otherwise; the proposal's id. Raises the same."""
    way = _must_stand(session)
    draft = changes.introduction_drafted(session, after, reason, force_days)
    return proposing.propose(session, account_id, draft, way.way, now=now)


def propose_charter(
    session: Session, account_id: int, after: Wanted, reason: str, force_days: int, *, now: datetime
) -> int:
    """To decide otherwise; the proposal's id. Raises the same."""
    way = _must_stand(session)
    draft = changes.charter_drafted(session, after, reason, force_days, now=now)
    return proposing.propose(session, account_id, draft, way.way, now=now)


def propose_role(
    session: Session, account_id: int, name: str, role: str, reason: str, force_days: int, *, now: datetime
) -> int:
    """That somebody looks after the house for a term, or does no more; the proposal's id. Raises the same."""
    way = _must_stand(session)
    draft = changes.role_drafted(session, name, role, reason, force_days)
    return proposing.propose(session, account_id, draft, way.way, now=now)


def say_clause_otherwise(
    session: Session, account_id: int, proposal_id: int, after: NewClause | None, reason: str, force_days: int, *,
    edition: int, now: datetime,
) -> None:  # fmt: skip
    """Its proposer changes what the clause is to say. Raises what `proposing.change` raises, and Invalid."""
    standing, change = _of(ClauseChange, session, account_id, proposal_id)
    draft = changes.clause_drafted(session, change.key, after, reason, force_days, subject=standing.subject)
    proposing.change(session, account_id, proposal_id, draft, edition=edition, now=now)


def say_introduction_otherwise(
    session: Session, account_id: int, proposal_id: int, after: str, reason: str, force_days: int, *, edition: int,
    now: datetime,
) -> None:  # fmt: skip
    """The same of the introduction."""
    _of(IntroductionChange, session, account_id, proposal_id)
    draft = changes.introduction_drafted(session, after, reason, force_days)
    proposing.change(session, account_id, proposal_id, draft, edition=edition, now=now)


def say_charter_otherwise(
    session: Session, account_id: int, proposal_id: int, after: Wanted, reason: str, force_days: int, *, edition: int,
    now: datetime,
) -> None:  # fmt: skip
    """The same of the charter."""
    _of(CharterChange, session, account_id, proposal_id)
    draft = changes.charter_drafted(session, after, reason, force_days, now=now)
    proposing.change(session, account_id, proposal_id, draft, edition=edition, now=now)


def say_role_otherwise(
    session: Session, account_id: int, proposal_id: int, reason: str, force_days: int, *, edition: int, now: datetime
) -> None:
    """The same of a role: only why and when, for somebody was asked about the rest."""
    standing, _ = _of(RoleChange, session, account_id, proposal_id)
    draft = proposing.Draft(standing.kind, standing.subject, standing.title, standing.change, reason, force_days)
    proposing.change(session, account_id, proposal_id, draft, edition=edition, now=now)


def _of(kind: type[AChange], session: Session, account_id: int, proposal_id: int) -> tuple[ProposalFacts, AChange]:
    """A proposal of that kind and what it would change; raises NotFound, and Refused for one of another kind."""
    standing = proposals.one(session, Viewer.member(account_id), proposal_id)
    change = changes.read(standing.kind, standing.change)
    if not isinstance(change, kind):
        raise Refused
    return standing, change


def _must_stand(session: Session) -> charter.CharterFacts:
    found = charter.in_force(session)
    if found is None:
        raise Refused(changes.NO_CHARTER)
    return found
