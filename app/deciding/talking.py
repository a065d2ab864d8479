"""What people say to a proposal while it is talked over: remarks, objections, answers. Named, on purpose."""

from datetime import datetime
from typing import Final

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from app.basics.errors import Forbidden, NotFound, Refused
from app.basics.ids import new_id
from app.deciding import electorate, rules
from app.deciding.ages import LINES_LAST
from app.deciding.models import Proposal, ProposalLine
from app.deciding.proposing import NOT_YOURS, held, must_be_of_this_text
from app.storage.portions import delete_some

NOT_YOUR_OBJECTION: Final = "Only whoever objected may take that back."


def remark(session: Session, account_id: int, proposal_id: int, words: str, *, edition: int, now: datetime) -> int:
    """Say something that stands in nobody's way; its id. Raises Forbidden for newcomers, Invalid, Refused, Conflict."""
    return _say(session, account_id, _talked_over(session, proposal_id, edition, now), words, now=now)


def object_to(session: Session, account_id: int, proposal_id: int, words: str, *, edition: int, now: datetime) -> int:
    """Object, with a reason that its proposer can answer; its id. It stands until it is taken back or the text changes.

    Raises what `remark` raises, and Refused for one's own proposal.
    """
    proposal = _talked_over(session, proposal_id, edition, now)
    if proposal.proposed_by == account_id:
        raise Refused(rules.ONES_OWN)
    return _say(session, account_id, proposal, words, now=now, is_objection=True)


def answer(session: Session, account_id: int, line_id: int, words: str, *, now: datetime) -> int:
    """The proposer answers an objection, perhaps anew; the proposal's id. Raises Forbidden, Invalid, Conflict."""
    line = _objection(session, line_id)
    proposal = held(session, line.proposal_id)
    if proposal.proposed_by != account_id:
        raise Forbidden(NOT_YOURS)
    rules.must_be_talked_over(proposal.state, proposal.talk_until, now)
    line.answer = rules.checked_words(words, "answer")
    return proposal.id


def take_back(session: Session, account_id: int, line_id: int, *, now: datetime) -> int:
    """Whoever objected does no more; the proposal's id. Raises Forbidden, Conflict."""
    line = _objection(session, line_id)
    if line.account_id != account_id:
        raise Forbidden(NOT_YOUR_OBJECTION)
    proposal = held(session, line.proposal_id)
    rules.must_be_talked_over(proposal.state, proposal.talk_until, now)
    line.taken_back = True
    return proposal.id


def an_objection_stands(session: Session, proposal: Proposal) -> bool:
    """Whether somebody objects to the text as it is."""
    stands = exists().where(
        ProposalLine.proposal_id == proposal.id, ProposalLine.is_objection, ~ProposalLine.taken_back,
        ProposalLine.edition == proposal.edition,
    )  # fmt: skip
    return bool(session.scalar(select(stands)))


def forget_old(session: Session, now: datetime) -> bool:
    """A sweep: what was said long ago. Whether there may be more."""
    return delete_some(session, ProposalLine, ProposalLine.said_at <= now - LINES_LAST)


def _talked_over(session: Session, proposal_id: int, edition: int, now: datetime) -> Proposal:
    proposal = held(session, proposal_id)
    rules.must_be_talked_over(proposal.state, proposal.talk_until, now)
    must_be_of_this_text(proposal, edition)
    return proposal


def _say(
    session: Session, account_id: int, proposal: Proposal, words: str, *, now: datetime, is_objection: bool = False
) -> int:
    electorate.must_take_part(session, account_id, now)
    mine = select(func.count()).where(ProposalLine.proposal_id == proposal.id, ProposalLine.account_id == account_id)
    rules.must_leave_room(session.scalar(mine) or 0)
    line = ProposalLine(
        id=new_id(now), proposal_id=proposal.id, account_id=account_id, is_objection=is_objection,
        words=rules.checked_words(words), edition=proposal.edition, said_at=now,
    )  # fmt: skip
    session.add(line)
    session.flush()
    return line.id


def _objection(session: Session, line_id: int) -> ProposalLine:
    line = session.get(ProposalLine, line_id)
    if line is None or not line.is_objection:
        raise NotFound
    return line
