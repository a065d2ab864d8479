"""`/proposals/new/…`: proposing a change to a clause, to the charter, or to who looks after the house.

The policy's introduction has a file of its own (`proposing_introduction`).
"""

from collections.abc import Callable, Sequence
from typing import Any

from fastapi import Request, Response

from app.basics.errors import NotFound, ParasolError, Refused
from app.deciding import electorate
from app.doors.access import Access
from app.doors.bodies import Form
from app.storage import Session
from app.web import deciding, deciding_forms, forms
from app.web.answering import onward, page
from app.web.deciding_forms import beside, sent_or_stale, trouble
from app.web.render import words_in
from app.web.routing import page_door
from app.web.views import Field
from app.web.views.deciding import NewProposalPage, ProposingPage
from app.web.visiting import Visit, member
from moderation.amending import changes, charter, proposing
from moderation.policy.rules import NewClause

door = page_door()

NEW = "/proposals/new"
CLAUSE, REMOVAL, CHARTER, ROLE = f"{NEW}/clause", f"{NEW}/removal", f"{NEW}/charter", f"{NEW}/role"
CLAUSE_FIELDS = (
    "label", "title", "asks", "why", "measures", "deciders", "appeal_days", "evidence_days", "reason", "force_days",
)  # fmt: skip
CHARTER_FIELDS = ("method", "quorum", "talk_days", "ballot_days", "term_days", "reason", "force_days")
A_WEEK = Field("7")

View = Callable[[Form, ParasolError | None], ProposingPage]


@door.get(NEW, access=Access.MEMBER)
async def choose(request: Request) -> Response:
    """What the proposal is to be about."""
    who = await member(request)
    standing, clauses = await who.house.database.read(_what_stands)
    if standing is not None:
        await who.house.database.read(electorate.must_take_part, who.me.account_id, who.now)
    way = deciding.charter_points(words_in(who.language), standing.says) if standing else ()
    named = tuple((one.key, one.label, one.title) for one in clauses)
    return await page(who, "proposal/new.html", NewProposalPage(named, standing is not None, way), place="more")


@door.get(CLAUSE, access=Access.MEMBER)
async def show_clause(request: Request) -> Response:
    """`?clause=` is the key of the one to change; without it one is added."""
    who = await proposer(request)
    clause = await _clause(who, request.query_params.get("clause", ""))
    filled = deciding_forms.clause_as_is(clause) if clause else deciding_forms.empty_clause()
    view = ProposingPage(_address(CLAUSE, clause), force_days=A_WEEK, clause=filled, title=_title(clause))
    return await page(who, "proposal/clause.html", view, place="more")


@door.post(CLAUSE, access=Access.MEMBER)
async def propose_clause(request: Request) -> Response:
    who = await member(request)
    clause = await _clause(who, request.query_params.get("clause", ""))
    key = clause.key if clause else 0

    def view(form: Form, error: ParasolError | None) -> ProposingPage:
        filled = deciding_forms.clause_form(form, error)
        return again(_address(CLAUSE, clause), form, error, CLAUSE_FIELDS, clause=filled, title=_title(clause))

    def wanted(form: Form) -> Sequence[Any]:
        return key, deciding_forms.clause_wanted(form, key)

    return await _propose(who, "proposal/clause.html", view, proposing.propose_clause, wanted)


@door.get(REMOVAL, access=Access.MEMBER)
async def show_removal(request: Request) -> Response:
    """`?clause=` is the key of the one to take out."""
    who = await proposer(request)
    clause = await _clause(who, request.query_params.get("clause", ""), must_be=True)
    view = ProposingPage(_address(REMOVAL, clause), force_days=A_WEEK, title=_title(clause))
    return await page(who, "proposal/removal.html", view, place="more")


@door.post(REMOVAL, access=Access.MEMBER)
async def propose_removal(request: Request) -> Response:
    who = await member(request)
    clause = await _clause(who, request.query_params.get("clause", ""), must_be=True)

    def view(form: Form, error: ParasolError | None) -> ProposingPage:
        return again(_address(REMOVAL, clause), form, error, ("reason", "force_days"), title=_title(clause))

    key = clause.key if clause else 0
    return await _propose(who, "proposal/removal.html", view, proposing.propose_clause, lambda form: (key, None))


@door.get(CHARTER, access=Access.MEMBER)
async def show_charter(request: Request) -> Response:
    who = await proposer(request)
    standing, _ = await who.house.database.read(_what_stands)
    filled = deciding_forms.charter_as_is(standing.says) if standing else deciding_forms.empty_charter()
    return await page(
        who, "proposal/charter.html", ProposingPage(CHARTER, force_days=A_WEEK, charter=filled), place="more"
    )


@door.post(CHARTER, access=Access.MEMBER)
async def propose_charter(request: Request) -> Response:
    who = await member(request)

    def view(form: Form, error: ParasolError | None) -> ProposingPage:
        filled = deciding_forms.charter_form(form, error)
        return again(CHARTER, form, error, CHARTER_FIELDS, charter=filled)

    def wanted(form: Form) -> Sequence[Any]:
        return (deciding_forms.charter_wanted(form),)

    return await _propose(who, "proposal/charter.html", view, proposing.propose_charter, wanted)


@door.get(ROLE, access=Access.MEMBER)
async def show_role(request: Request) -> Response:
    """`?name=` is whom it is about."""
    who = await proposer(request)
    view = ProposingPage(
        ROLE, force_days=A_WEEK, name=Field(request.query_params.get("name", "")[:100]), role=Field("moderator")
    )
    return await page(who, "proposal/role.html", view, place="more")


@door.post(ROLE, access=Access.MEMBER)
async def propose_role(request: Request) -> Response:
    who = await member(request)

    def view(form: Form, error: ParasolError | None) -> ProposingPage:
        fields = {name: forms.typed(form, name, beside(error, name)) for name in ("name", "role")}
        return again(ROLE, form, error, ("name", "role", "reason", "force_days"), **fields)

    def wanted(form: Form) -> Sequence[Any]:
        return form.text("name"), form.text("role")

    return await _propose(who, "proposal/role.html", view, proposing.propose_role, wanted)


async def _propose(
    who: Visit, template: str, view: View, act: Callable[..., int], wanted: Callable[[Form], Sequence[Any]]
) -> Response:
    """Send it on its way, or show the form again with everything as it was."""
    form, stale = await sent_or_stale(who)
    try:
        if stale is not None:
            raise stale
        force_days, reason = deciding_forms.number(form, "force_days"), form.text("reason")
        given = (who.me.account_id, *wanted(form), reason, force_days)
        proposal_id = await who.house.database.write(act, *given, now=who.now)
    except ParasolError as error:
        return await page(who, template, view(form, error), status=error.status, place="more")
    return onward(f"/proposals/{proposal_id}?done=proposed")


def again(address: str, form: Form, error: ParasolError | None, fields: Sequence[str], **more: Any) -> ProposingPage:
    """A form as it was typed. `fields` say themselves what is wrong with them; any other refusal stands above."""
    return ProposingPage(
        address=address,
        reason=forms.typed(form, "reason", beside(error, "reason")),
        force_days=forms.typed(form, "force_days", beside(error, "force_days")),
        error=trouble(error, *fields),
        **more,
    )


async def proposer(request: Request) -> Visit:
    """Somebody who may propose, where members decide; said before they write anything."""
    who = await member(request)
    if not await who.house.database.read(charter.stands):
        raise Refused(changes.NO_CHARTER)
    await who.house.database.read(electorate.must_take_part, who.me.account_id, who.now)
    return who


async def _clause(who: Visit, word: str, *, must_be: bool = False) -> NewClause | None:
    """The clause of that key; None for none at all, where that may be."""
    if not word and not must_be:
        return None
    key = forms.the_id(word)
    found = next((one for one in await who.house.database.read(changes.standing_clauses) if one.key == key), None)
    if found is None:
        raise NotFound(changes.NO_CLAUSE)
    return found


def _what_stands(session: Session) -> tuple[charter.CharterFacts | None, list[NewClause]]:
    return charter.in_force(session), changes.standing_clauses(session)


def _address(base: str, clause: NewClause | None) -> str:
    return f"{base}?clause={clause.key}" if clause else base


def _title(clause: NewClause | None) -> str:
    return f"{clause.label} {clause.title}" if clause else ""
