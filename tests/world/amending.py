"""A house that decides together, for tests: its charter, and proposals about it."""

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.basics.clock import now
from app.deciding import phases
from app.deciding.models import Ballot, Proposal
from app.deciding.rules import Method
from app.storage.house import House
from moderation.amending import charter, proposing, taking_force, terms
from moderation.amending.changes import standing_clauses
from moderation.amending.charter import Wanted
from moderation.policy.rules import NewClause
from tests.world.cast import Member

BY_CONSENT = Wanted(Method.CONSENT, 0, 7, 5, 365)
BY_MAJORITY = Wanted(Method.MAJORITY, 0, 7, 5, 365)


def a_charter(steward: Member, wanted: Wanted = BY_CONSENT, *, at: datetime | None = None) -> None:
    """Where others keep the house as well, one of them wrote it."""
    database = steward.house.database
    written_by = min(database.read_now(charter.other_stewards, steward.id), default=0)
    database.write_now(charter.set_first, steward.id, "steward", wanted, written_by=written_by, now=at or now())


def clause_of(house: House, key: int) -> NewClause:
    """As it stands in the newest version."""
    return next(one for one in house.database.read_now(standing_clauses) if one.key == key)


def proposes_clause(
    member: Member, key: int, after: NewClause | None, *, force_days: int = 0, at: datetime | None = None
) -> int:
    return member.house.database.write_now(
        proposing.propose_clause, member.id, key, after, "It is kinder.", force_days, now=at or now()
    )


def proposes_introduction(member: Member, after: str, *, force_days: int = 0, at: datetime | None = None) -> int:
    return member.house.database.write_now(
        proposing.propose_introduction, member.id, after, "It is clearer.", force_days, now=at or now()
    )


def proposes_role(member: Member, name: str, role: str, *, at: datetime | None = None) -> int:
    return member.house.database.write_now(
        proposing.propose_role, member.id, name, role, "We trust them.", 0, now=at or now()
    )


def proposes_charter(member: Member, wanted: Wanted, *, at: datetime | None = None) -> int:
    return member.house.database.write_now(
        proposing.propose_charter, member.id, wanted, "We are more by now.", 0, now=at or now()
    )


def days_pass(house: House, days: float = 8) -> datetime:
    """The sweeps, as wiring runs them, so many days from now."""
    moment = now() + timedelta(days=days)
    for sweep in (phases.carry_on, taking_force.take_force, terms.carry_on):
        house.database.write_now(sweep, moment)
    return moment


def its_time_comes(house: House) -> None:
    """Whatever waits for a day has come to it, without the clock being moved: people stay signed in."""
    house.database.write_now(_all_due, now() - timedelta(minutes=1))
    for sweep in (phases.carry_on, taking_force.take_force, terms.carry_on):
        house.database.write_now(sweep, now())


def _all_due(session: Session, moment: datetime) -> None:
    session.execute(update(Proposal).where(Proposal.due_at.is_not(None)).values(due_at=moment))
    session.execute(update(Proposal).where(Proposal.state == "talk").values(talk_until=moment))
    session.execute(update(Ballot).where(Ballot.entitled.is_(None)).values(ends_at=moment))
