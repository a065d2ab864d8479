"""What was decided about somebody, in force: the rows that a decision leaves, and its effect by the real action."""

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.actions import standing
from app.accounts.models import Account
from app.accounts.standing import Decision
from app.basics.clock import now
from app.basics.ids import new_id
from app.storage.house import House
from moderation.decided.models import Agreement, DecisionRow
from moderation.measures import ON_ALLIES, SEVERE, Measure
from moderation.policy.models import PolicyVersion
from tests.world.cast import join
from tests.world.governing import BY_PANEL, BY_TWO, FOR_ALLIES, a_policy

# Who decides here.
DECIDERS = ("noor", "sol")
# As long as something sealed is.
REASON = b"sealed " * 10


def is_decided(house: House, subject_id: int, measure: str) -> Decision:
    """People decided it about an account (of this house or an ally's) or, by the measure, about an ally."""
    decision = is_noted(house, subject_id, measure)
    house.database.write_now(standing.restrict, decision)
    return decision


def is_over(house: House, decision: Decision) -> None:
    """It was eased, overturned, or has run out."""
    house.database.write_now(_ease, decision)


def is_noted(house: House, subject_id: int, measure: str, *, in_force: bool = True) -> Decision:
    """A decision's row, whose effect is still to come."""
    deciders = [_decider(house, name) for name in DECIDERS]
    version = house.database.read_now(lambda session: session.scalar(select(func.max(PolicyVersion.number))))
    version = version or a_policy(house, deciders[0])
    return house.database.write_now(_note, subject_id, Measure(measure), deciders, version, in_force)


def _note(
    session: Session, subject_id: int, measure: Measure, deciders: list[int], version: int, in_force: bool
) -> Decision:
    at, severe, about_ally = now(), measure in SEVERE, measure in ON_ALLIES
    clause = FOR_ALLIES if about_ally else BY_PANEL if measure is Measure.END_ACCOUNT else BY_TWO
    whose = {"ally_id": subject_id} if about_ally else {"account_id": subject_id}
    row = DecisionRow(
        id=new_id(at), subject="ally" if about_ally else "account", measure=measure.value, policy_version=version,
        clause_key=clause, reason_sealed=REASON, decided_by=deciders[0], needed=2 if severe else 1, decided_at=at,
        in_force_at=at if in_force and not severe else None, appeal_until=at + timedelta(days=30),
        evidence_until=at + timedelta(days=60), outcome="", **whose,
    )  # fmt: skip
    session.add(row)
    session.flush()
    if in_force and severe:
        session.add(Agreement(decision_id=row.id, account_id=deciders[1], agrees=True, said_at=at))
        session.flush()
        row.in_force_at = at
        session.flush()
    return Decision(row.id, measure.value, **whose)


def _ease(session: Session, decision: Decision) -> None:
    row = session.get_one(DecisionRow, decision.id)
    row.over_at, row.outcome = now(), "eased"
    session.flush()
    standing.ease(session, decision)


def _decider(house: House, name: str) -> int:
    found = house.database.read_now(
        lambda session: session.scalar(select(Account.id).where(Account.folded == name, Account.host == ""))
    )
    return found or join(house, name, "moderator").id
