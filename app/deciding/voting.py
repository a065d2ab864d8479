"""A secret ballot. What somebody chose is added to a counter and then known to nobody (decision 0029).

A vote leaves two traces, which nothing joins: a keyed hash that says that this account has voted, and one more on a
counter. Neither says when, neither says in which order, and the hash cannot be made without the key file.
"""

from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.basics.errors import NotFound, Refused
from app.deciding import electorate, rules
from app.deciding.models import Ballot, BallotMark, Proposal
from app.storage.sealing import HouseKey

_MARK = "ballot mark"


def vote(session: Session, account_id: int, proposal_id: int, choice: str, *, key: HouseKey, now: datetime) -> None:
    """A member votes, once. Raises Forbidden for newcomers, Conflict too early or late, Refused twice, Invalid."""
    electorate.must_vote(session, account_id, proposal_id, now)
    ballot = _held(session, proposal_id)
    state, method = _standing(session, proposal_id)
    rules.must_be_voted_on(state, method, ballot.ends_at if ballot else None, now)
    chosen = rules.checked_choice(choice)
    if ballot is None or _has_mark(session, account_id, proposal_id, key):
        raise Refused(rules.VOTED_ALREADY)
    session.add(BallotMark(mark=_mark(account_id, proposal_id, key), proposal_id=proposal_id, until=ballot.ends_at))
    session.flush()
    counter = {rules.Choice.YES: Ballot.yes, rules.Choice.NO: Ballot.no, rules.Choice.ABSTAIN: Ballot.abstain}[chosen]
    session.execute(
        update(Ballot).where(Ballot.proposal_id == proposal_id).values({counter: counter + 1}),
        execution_options={"synchronize_session": False},
    )


def has_voted(session: Session, account_id: int, proposal_id: int, key: HouseKey) -> bool:
    """Whether this member has; asked for themselves alone, and only while the ballot is open."""
    return _has_mark(session, account_id, proposal_id, key)


def open_ballot(session: Session, proposal: Proposal, now: datetime) -> datetime:
    """From now on people vote on it; until when."""
    ends_at = now + timedelta(days=proposal.ballot_days)
    session.add(Ballot(proposal_id=proposal.id, ends_at=ends_at))
    return ends_at


def close_ballot(session: Session, proposal: Proposal, now: datetime) -> rules.Counted:
    """Count; who has voted is forgotten."""
    ballot, entitled = _held(session, proposal.id), electorate.how_many(session, now, on=proposal.id)
    session.execute(delete(BallotMark).where(BallotMark.proposal_id == proposal.id))
    if ballot is None:
        return rules.Counted(0, 0, 0, entitled)
    ballot.entitled = entitled
    return rules.Counted(ballot.yes, ballot.no, ballot.abstain, entitled)


def _held(session: Session, proposal_id: int) -> Ballot | None:
    """Nobody else counts in it meanwhile."""
    query = select(Ballot).where(Ballot.proposal_id == proposal_id).with_for_update()
    return session.scalars(query, execution_options={"populate_existing": True}).one_or_none()


def _standing(session: Session, proposal_id: int) -> tuple[str, str]:
    found = session.execute(select(Proposal.state, Proposal.method).where(Proposal.id == proposal_id)).first()
    if found is None:
        raise NotFound
    return found[0], found[1]


def _has_mark(session: Session, account_id: int, proposal_id: int, key: HouseKey) -> bool:
    mark = _mark(account_id, proposal_id, key)
    return session.scalar(select(BallotMark.proposal_id).where(BallotMark.mark == mark)) is not None


def _mark(account_id: int, proposal_id: int, key: HouseKey) -> bytes:
    return key.keyed_hash(f"{proposal_id} {account_id}".encode(), _MARK, size=32)
