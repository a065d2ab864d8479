"""Making a proposal, changing it while it is talked over, withdrawing it, and taking on what it asks of somebody."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.basics.errors import Conflict, Forbidden, NotFound, Refused
from app.basics.ids import new_id
from app.deciding import electorate, rules
from app.deciding.models import Proposal
from app.deciding.rules import UNDER_WAY, Outcome, State, Way

MOST_AT_ONCE: Final = 5
TOO_MANY = "You have five proposals under way. Please see one of them through first."
NOT_YOURS = "Only whoever proposed this may do that."
NOT_ASKED = "Only whoever it asks may answer that."
CHANGED = "The proposal was changed while this page was open. Please look at it as it stands now."


@dataclass(frozen=True, slots=True)
class Draft:
    """A proposal as it is wanted. `change` is what whoever takes it up wrote and reads again; checked before.

    `concerns`: the account that it is about; with `asks_them` it has to take that on.
    """

    kind: str
    subject: str
    title: str
    change: str
    why: str
    force_days: int = 0
    concerns: int | None = None
    asks_them: bool = False


def propose(session: Session, account_id: int, draft: Draft, way: Way, *, now: datetime) -> int:
    """Put it before everybody; its id. It is talked over from now on, and decided in this way whatever changes.

    Raises Forbidden for newcomers, Invalid for a field, Refused, Conflict where something under way changes the same.
    """
    electorate.must_take_part(session, account_id, now)
    _must_have_room(session, account_id)
    proposal = Proposal(
        id=new_id(now), kind=draft.kind, subject=draft.subject, proposed_by=account_id, concerns=draft.concerns,
        accepted=not draft.asks_them or draft.concerns == account_id, method=way.method, quorum=way.quorum,
        talk_days=way.talk_days, ballot_days=way.ballot_days, proposed_at=now,
    )  # fmt: skip
    _say(proposal, draft, now)
    try:
        with session.begin_nested():
            session.add(proposal)
    except IntegrityError as error:
        raise Conflict(UNDER_WAY) from error
    return proposal.id


def change(session: Session, account_id: int, proposal_id: int, draft: Draft, *, edition: int, now: datetime) -> None:
    """Say it otherwise, while it is talked over. Its days begin anew, and objections to what it said stand no more.

    `edition` is the one its writer saw. What it is about stays. Raises Forbidden, Invalid, Refused, Conflict.
    """
    proposal = _own(session, account_id, proposal_id, now)
    must_be_of_this_text(proposal, edition)
    if proposal.edition >= rules.MOST_EDITIONS:
        raise Refused(rules.TOO_OFTEN)
    proposal.edition += 1
    _say(proposal, draft, now)


def withdraw(session: Session, account_id: int, proposal_id: int, *, now: datetime) -> None:
    """Before it is voted on; raises Forbidden, Conflict."""
    settle(_own(session, account_id, proposal_id, now), Outcome.WITHDRAWN, now)


def answer_for_oneself(session: Session, account_id: int, proposal_id: int, *, yes: bool, now: datetime) -> None:
    """Whoever it asks takes it on, or does not; then it is over. Raises Forbidden for anybody else, Conflict."""
    proposal = held(session, proposal_id)
    if proposal.concerns != account_id or proposal.accepted:
        raise Forbidden(NOT_ASKED)
    rules.must_be_talked_over(proposal.state, proposal.talk_until, now)
    if yes:
        proposal.accepted = True
    else:
        settle(proposal, Outcome.NOT_TAKEN_ON, now)


def settle(proposal: Proposal, outcome: Outcome, now: datetime) -> None:
    """It is over, and changes nothing."""
    proposal.state, proposal.outcome = State.OVER, outcome
    proposal.decided_at, proposal.due_at = now, None


def held(session: Session, proposal_id: int) -> Proposal:
    """The proposal, which nobody else changes meanwhile; raises NotFound."""
    query = select(Proposal).where(Proposal.id == proposal_id).with_for_update()
    found = session.scalars(query, execution_options={"populate_existing": True}).one_or_none()
    if found is None:
        raise NotFound
    return found


def must_be_of_this_text(proposal: Proposal, edition: int) -> None:
    """Nobody answers to what they have not read; raises Conflict."""
    if proposal.edition != edition:
        raise Conflict(CHANGED)


def _own(session: Session, account_id: int, proposal_id: int, now: datetime) -> Proposal:
    proposal = held(session, proposal_id)
    if proposal.proposed_by != account_id:
        raise Forbidden(NOT_YOURS)
    rules.must_be_talked_over(proposal.state, proposal.talk_until, now)
    return proposal


def _say(proposal: Proposal, draft: Draft, now: datetime) -> None:
    proposal.title = rules.checked_title(draft.title)
    proposal.change = draft.change
    proposal.why = rules.checked_why(draft.why)
    proposal.force_days = rules.checked_force_days(draft.force_days)
    proposal.state = State.TALK
    proposal.talk_until = proposal.due_at = now + timedelta(days=proposal.talk_days)


def _must_have_room(session: Session, account_id: int) -> None:
    is_open = Proposal.state.in_((State.TALK, State.BALLOT))
    count = session.scalar(select(func.count()).where(Proposal.proposed_by == account_id, is_open)) or 0
    if count >= MOST_AT_ONCE:
        raise Refused(TOO_MANY)
