"""A proposal goes on by itself: from talk to ballot, from ballot to what was decided, and on its day into force."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.deciding import rules, talking, voting
from app.deciding.models import Proposal
from app.deciding.proposing import settle
from app.deciding.rules import Method, Outcome, State, Way

AT_ONCE: Final = 50


def carry_on(session: Session, now: datetime) -> bool:
    """A sweep: whose time of talking or voting is over. Whether there may be more."""
    found = _due(session, (State.TALK, State.BALLOT), now)
    for proposal in found:
        if proposal.state == State.TALK:
            _end_talk(session, proposal, now)
        else:
            _end_ballot(session, proposal, now)
    session.flush()
    return len(found) == AT_ONCE


def whose_day_has_come(session: Session, now: datetime) -> Sequence[Proposal]:
    """What was adopted and takes force now, oldest first. Whoever asks then says what came of each."""
    return _due(session, (State.ADOPTED,), now)


def took_force(proposal: Proposal) -> None:
    proposal.state, proposal.due_at = State.IN_FORCE, None


def was_overtaken(proposal: Proposal) -> None:
    """What it would change is not there any more, or says something else."""
    proposal.state, proposal.outcome, proposal.due_at = State.OVER, Outcome.OVERTAKEN, None


def _due(session: Session, states: Sequence[State], now: datetime) -> Sequence[Proposal]:
    query = select(Proposal).where(Proposal.due_at <= now, Proposal.due_at.is_not(None), Proposal.state.in_(states))
    query = query.order_by(Proposal.due_at, Proposal.id).limit(AT_ONCE).with_for_update()
    return session.scalars(query, execution_options={"populate_existing": True}).all()


def _end_talk(session: Session, proposal: Proposal, now: datetime) -> None:
    if not proposal.accepted:
        settle(proposal, Outcome.NOT_TAKEN_ON, now)
    elif proposal.method != Method.CONSENT:
        # From now, however late this runs: people have all the days that the charter gives them.
        proposal.state, proposal.due_at = State.BALLOT, voting.open_ballot(session, proposal, now)
    elif talking.an_objection_stands(session, proposal):
        settle(proposal, Outcome.OBJECTED, now)
    else:
        _adopt(proposal, now)


def _end_ballot(session: Session, proposal: Proposal, now: datetime) -> None:
    way = Way(Method(proposal.method), proposal.quorum, proposal.talk_days, proposal.ballot_days)
    failed = rules.what_came_of_it(way, voting.close_ballot(session, proposal, now))
    if failed is None:
        _adopt(proposal, now)
    else:
        settle(proposal, failed, now)


def _adopt(proposal: Proposal, now: datetime) -> None:
    proposal.state, proposal.decided_at = State.ADOPTED, now
    proposal.due_at = now + timedelta(days=proposal.force_days)
