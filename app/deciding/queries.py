"""Reading proposals: members alone do. How a ballot stands is known to nobody before it is over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from app.accounts.viewer import Viewer
from app.basics.errors import NotFound
from app.deciding.models import Ballot, Proposal, ProposalLine
from app.deciding.rules import Counted, Method, State, Way

PAGE: Final = 30
MOST_LINES: Final = 500
_UNDER_WAY = (State.TALK, State.BALLOT, State.ADOPTED)


@dataclass(frozen=True, slots=True)
class ProposalFacts:
    """A proposal as its readers get it. `due_at`: when it goes on, None once it stands still."""

    id: int
    kind: str
    subject: str
    title: str
    change: str
    why: str
    proposed_by: int | None
    concerns: int | None
    accepted: bool
    way: Way
    force_days: int
    edition: int
    state: State
    outcome: str
    proposed_at: datetime
    talk_until: datetime
    decided_at: datetime | None
    due_at: datetime | None

    def is_talked_over(self, now: datetime) -> bool:
        return self.state is State.TALK and now < self.talk_until

    def is_voted_on(self, now: datetime) -> bool:
        return self.state is State.BALLOT and self.due_at is not None and now < self.due_at


@dataclass(frozen=True, slots=True)
class LineFacts:
    """Something said to a proposal. `edition`: of the text it was said to."""

    id: int
    account_id: int
    is_objection: bool
    words: str
    edition: int
    said_at: datetime
    answer: str
    taken_back: bool


def one(session: Session, viewer: Viewer, proposal_id: int) -> ProposalFacts:
    """Raises NotFound, also for whoever is no member."""
    row = session.get(Proposal, proposal_id) if viewer.is_member else None
    if row is None:
        raise NotFound
    return _facts(row)


def under_way(session: Session, viewer: Viewer) -> Sequence[ProposalFacts]:
    """What is talked over, voted on or waits for its day; what goes on soonest first."""
    return _some(session, viewer, Proposal.state.in_(_UNDER_WAY), order=Proposal.due_at.asc())


def settled(session: Session, viewer: Viewer, *, before: int | None = None) -> Sequence[ProposalFacts]:
    """What is in force or over, newest first."""
    where: list[ColumnElement[bool]] = [Proposal.state.not_in(_UNDER_WAY)]
    if before is not None:
        where.append(Proposal.id < before)
    return _some(session, viewer, *where, order=Proposal.id.desc())


def lines_of(session: Session, viewer: Viewer, proposal_id: int) -> Sequence[LineFacts]:
    """What was said, in order."""
    if not viewer.is_member:
        raise NotFound
    rows = session.execute(
        select(
            ProposalLine.id, ProposalLine.account_id, ProposalLine.is_objection, ProposalLine.words,
            ProposalLine.edition, ProposalLine.said_at, ProposalLine.answer, ProposalLine.taken_back,
        )
        .where(ProposalLine.proposal_id == proposal_id)
        .order_by(ProposalLine.id)
        .limit(MOST_LINES)
    )  # fmt: skip
    return [LineFacts(*row) for row in rows]


def counted(session: Session, viewer: Viewer, proposal_id: int) -> Counted | None:
    """What came of its ballot; None where there was none, or while it is open."""
    row = session.execute(
        select(Ballot.yes, Ballot.no, Ballot.abstain, Ballot.entitled)
        .join(Proposal, Proposal.id == Ballot.proposal_id)
        .where(Ballot.proposal_id == proposal_id, Proposal.state != State.BALLOT)
    ).first()
    return None if row is None or row[3] is None or not viewer.is_member else Counted(*row)


def changes_under_way(session: Session, kind: str) -> Sequence[tuple[str, str]]:
    """(subject, change) of everything of a kind that is under way, for whoever reads the change."""
    rows = session.execute(
        select(Proposal.subject, Proposal.change).where(Proposal.kind == kind, Proposal.state.in_(_UNDER_WAY))
    )
    return [(row[0], row[1]) for row in rows]


def how_many_under_way(session: Session) -> int:
    """How many proposals people can still have their say on."""
    return session.scalar(select(func.count()).where(Proposal.state.in_((State.TALK, State.BALLOT)))) or 0


def _some(
    session: Session, viewer: Viewer, *where: ColumnElement[bool], order: ColumnElement[Any]
) -> Sequence[ProposalFacts]:
    if not viewer.is_member:
        raise NotFound
    return [_facts(row) for row in session.scalars(select(Proposal).where(*where).order_by(order).limit(PAGE))]


def _facts(row: Proposal) -> ProposalFacts:
    return ProposalFacts(
        row.id, row.kind, row.subject, row.title, row.change, row.why, row.proposed_by, row.concerns, row.accepted,
        Way(Method(row.method), row.quorum, row.talk_days, row.ballot_days), row.force_days, row.edition,
        State(row.state), row.outcome, row.proposed_at, row.talk_until, row.decided_at, row.due_at,
    )  # fmt: skip
