"""What was adopted takes force on its day: as a new version of the policy or the charter, or as somebody's role."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from app.accounts.actions.stewards import is_the_last
from app.accounts.community import in_turn
from app.accounts.models import Account
from app.basics.errors import Conflict, NotFound, Refused
from app.deciding import phases
from app.deciding.models import Proposal
from moderation.amending import changes, charter, terms
from moderation.amending.changes import CharterChange, ClauseChange, IntroductionChange, RoleChange
from moderation.policy import publishing
from moderation.policy.queries import newest
from moderation.policy.rules import NewClause


def take_force(session: Session, now: datetime) -> bool:
    """A sweep. What stands otherwise by now than when it was proposed is not changed blindly: it was overtaken."""
    found = phases.whose_day_has_come(session, now)
    for proposal in found:
        try:
            with session.begin_nested():
                _take_force(session, proposal, now)
        except (Conflict, NotFound, Refused):
            phases.was_overtaken(proposal)
        else:
            phases.took_force(proposal)
        session.flush()
    return len(found) == phases.AT_ONCE


def _take_force(session: Session, proposal: Proposal, now: datetime) -> None:
    match changes.read(proposal.kind, proposal.change):
        case ClauseChange() as change:
            _amend(session, change, now)
        case IntroductionChange() as change:
            _introduce(session, change, now)
        case CharterChange() as change:
            _recharter(session, change, proposal.id, now)
        case RoleChange(role):
            _give(session, proposal.concerns, role, now)


def _amend(session: Session, change: ClauseChange, now: datetime) -> None:
    """The newest version with this one clause otherwise; raises Conflict where that says something else by now."""
    standing = changes.standing_clauses(session)
    if change.before is not None and change.before not in standing:
        raise Conflict
    _adopt(session, _amended(session, standing, change), changes.standing_introduction(session), now)


def _introduce(session: Session, change: IntroductionChange, now: datetime) -> None:
    """The same clauses with other words before them; raises Conflict where those say something else by now."""
    if changes.standing_introduction(session) != change.before:
        raise Conflict
    _adopt(session, changes.standing_clauses(session), change.after, now)


def _adopt(session: Session, clauses: Sequence[NewClause], introduction: str, now: datetime) -> None:
    """Not before the newest version: what is published for a day takes force first."""
    before = newest(session)
    in_force_at = max(now, before.in_force_at) if before else now
    publishing.adopt(session, clauses, introduction, in_force_at=in_force_at, now=now)


def _amended(session: Session, standing: Sequence[NewClause], change: ClauseChange) -> Sequence[NewClause]:
    if change.before is None and change.after is not None:
        return _in_its_place(standing, replace(change.after, key=publishing.next_key(session)))
    changed = [change.after if one.key == change.key else one for one in standing]
    return [one for one in changed if one is not None]


def _in_its_place(standing: Sequence[NewClause], added: NewClause) -> Sequence[NewClause]:
    """Before the first with a higher number; the others stay where they are."""
    place = next((at for at, one in enumerate(standing) if _number(one) > _number(added)), len(standing))
    return [*standing[:place], added, *standing[place:]]


def _number(clause: NewClause) -> tuple[int, ...]:
    return tuple(map(int, clause.label.split(".")))


def _recharter(session: Session, change: CharterChange, proposal_id: int, now: datetime) -> None:
    standing = charter.in_force(session)
    if standing is None or standing.says != change.before:
        raise Conflict
    charter.must_be_workable(session, change.after, now=now)
    charter.add(session, change.after, based_on=standing.number, now=now, proposal_id=proposal_id)


def _give(session: Session, account_id: int | None, role: str, now: datetime) -> None:
    in_turn(session)
    account = session.get(Account, account_id) if account_id else None
    if account is None:
        raise NotFound
    if role != "steward" and is_the_last(session, account.id):
        raise Refused
    terms.give(session, account, role, now=now)
