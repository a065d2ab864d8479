"""`/proposals/{id}`: what would be otherwise, what is said to it and how it stands; a ballot while it is voted on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from fastapi import Request, Response

from app.accounts import queries as accounts
from app.accounts.queries import AccountFacts
from app.accounts.viewer import Viewer
from app.basics.errors import ParasolError
from app.basics.text import tidy, written
from app.deciding import electorate, queries, rules, voting
from app.deciding.queries import LineFacts, ProposalFacts
from app.deciding.rules import Counted, Method
from app.doors.access import Access
from app.storage import Session
from app.web import deciding, forms
from app.web.answering import page
from app.web.deciding_forms import trouble
from app.web.render import words_in
from app.web.routing import page_door
from app.web.side_by_side import part_change
from app.web.views import Field
from app.web.views.deciding import CountedView, LineView, ProposalPage
from app.web.views.frame import EMPTY
from app.web.views.policy import PartChange
from app.web.visiting import Pausing, Suspended, Visit, member
from moderation.amending import changes
from moderation.amending.changes import IntroductionChange

door = page_door()

ADDRESS = "/proposals/{proposal}"
People = Mapping[int, AccountFacts]


@dataclass(frozen=True, slots=True)
class Sent:
    """What came back: what was typed or chosen, and the answer that was meant to an objection of that id."""

    words: Field = EMPTY
    objecting: bool = False
    choice: Field = EMPTY
    answering: int = 0
    error: ParasolError | None = None


@door.get(ADDRESS, access=Access.MEMBER)
async def show_proposal(request: Request, proposal: str) -> Response:
    proposal_id = forms.the_id(proposal)
    return await shown(await voter(request, proposal_id), proposal_id)


async def voter(request: Request, proposal_id: int) -> Visit:
    """A member, also one who was suspended since this was proposed: they vote, and read and say nothing else.

    Raises Suspended for who has no vote in it, NotFound for none; what is not voted on now is closed to them.
    """
    who = await member(request, suspended=True)
    if who.me.paused:
        raise Pausing
    if who.me.suspended and not await who.house.database.read(_votes_on, who, proposal_id):
        raise Suspended
    return who


async def shown(who: Visit, proposal_id: int, sent: Sent | None = None) -> Response:
    """A proposal's page; with what was sent and refused as it was."""
    sent = sent or Sent()
    whole = await who.house.database.read(_whole, who.viewer, proposal_id, who)
    status = sent.error.status if sent.error else 200
    return await page(who, "proposal/page.html", _view(who, whole, sent), status=status, place="more")


def has_a_vote(session: Session, who: Visit, facts: ProposalFacts) -> bool:
    """Whether it is voted on now, and by whoever reads it as well."""
    me = who.me.account_id
    return facts.is_voted_on(who.now) and electorate.may_vote(session, me, facts.id, who.now)


def _votes_on(session: Session, who: Visit, proposal_id: int) -> bool:
    return has_a_vote(session, who, queries.one(session, who.viewer, proposal_id))


@dataclass(frozen=True, slots=True)
class _Whole:
    facts: ProposalFacts
    lines: Sequence[LineFacts]
    counted: Counted | None
    people: People
    takes_part: bool
    may_vote: bool
    voted: bool
    sides: PartChange | None


def _whole(session: Session, viewer: Viewer, proposal_id: int, who: Visit) -> _Whole:
    facts = queries.one(session, viewer, proposal_id)
    me = who.me.account_id
    lines = () if who.me.suspended else queries.lines_of(session, viewer, proposal_id)
    said_by = () if who.me.suspended else (facts.proposed_by, *(one.account_id for one in lines))
    return _Whole(
        facts,
        lines,
        queries.counted(session, viewer, proposal_id),
        accounts.several(session, [one for one in {facts.concerns, *said_by} if one is not None]),
        electorate.takes_part(session, me, who.now),
        electorate.may_vote(session, me, proposal_id, who.now),
        facts.is_voted_on(who.now) and voting.has_voted(session, me, proposal_id, who.house.key),
        _sides(facts),
    )


def _sides(facts: ProposalFacts) -> PartChange | None:
    change = changes.read(facts.kind, facts.change)
    return part_change("introduction", change.before, change.after) if isinstance(change, IntroductionChange) else None


def _view(who: Visit, whole: _Whole, sent: Sent) -> ProposalPage:
    facts, words, me = whole.facts, words_in(who.language), who.me.account_id
    is_open, is_own = facts.is_talked_over(who.now), facts.proposed_by == me
    takes_part = whole.takes_part
    return ProposalPage(
        id=facts.id,
        title=deciding.title_of(words, facts, whole.people.get(facts.concerns or 0)),
        stands=deciding.stands(words, facts, who.now),
        account=deciding.account(whole.people.get(facts.proposed_by or 0)),
        at=facts.proposed_at,
        why=written(facts.why),
        changed=deciding.changed(words, facts),
        method=facts.way.method,
        edition=facts.edition,
        lines=tuple(_line(one, facts, whole.people, who, sent) for one in whole.lines),
        may_speak=is_open and takes_part,
        may_object=is_open and takes_part and not is_own,
        may_change=is_open and is_own and takes_part,
        asks_reader=is_open and takes_part and facts.concerns == me and not facts.accepted,
        may_vote=facts.is_voted_on(who.now) and whole.may_vote and not whole.voted,
        voted=whole.voted,
        is_new=not (takes_part or whole.may_vote),
        is_suspended=who.me.suspended,
        needs_quorum=facts.way.quorum > 0 and facts.way.method is not Method.CONSENT,
        sides=whole.sides,
        counted=_counted(facts, whole.counted),
        words=sent.words,
        objecting=sent.objecting,
        choice=sent.choice,
        error=trouble(sent.error, "words", "answer", "choice"),
    )


def _line(facts: LineFacts, proposal: ProposalFacts, people: People, who: Visit, sent: Sent) -> LineView:
    account = deciding.account(people.get(facts.account_id))
    is_current = facts.is_objection and facts.edition == proposal.edition
    is_open, me = proposal.is_talked_over(who.now), who.me.account_id
    line = LineView(
        id=facts.id,
        account=account or deciding.nobody(),
        is_objection=facts.is_objection,
        words=written(tidy(facts.words)),
        at=facts.said_at,
        stands=is_current and not facts.taken_back,
        to_earlier=facts.is_objection and not is_current,
        taken_back=facts.taken_back,
        answer=written(facts.answer),
        may_answer=is_open and facts.is_objection and proposal.proposed_by == me,
        may_take_back=is_open and is_current and facts.account_id == me and not facts.taken_back,
        answering=Field(facts.answer),
    )
    return replace(line, answering=sent.words) if sent.answering == facts.id else line


def _counted(facts: ProposalFacts, counted: Counted | None) -> CountedView | None:
    if counted is None:
        return None
    needed = rules.needed(facts.way.quorum, counted.entitled)
    return CountedView(counted.yes, counted.no, counted.abstain, counted.entitled, needed)
