"""`/proposals/{id}/editing`: its proposer says it otherwise, while it is talked over. Objections are asked again."""

from collections.abc import Sequence
from typing import Any

from fastapi import Request, Response

from app.basics.errors import Conflict, Forbidden, ParasolError
from app.deciding import proposing as deciding_proposing
from app.deciding import queries, rules
from app.deciding.queries import ProposalFacts
from app.doors.access import Access
from app.doors.bodies import MOST_BYTES, Form
from app.web import deciding_forms, forms
from app.web.answering import onward, page
from app.web.deciding_forms import sent_or_stale
from app.web.pages.proposal_acts import edition_in
from app.web.pages.proposing import CHARTER_FIELDS, CLAUSE_FIELDS, again
from app.web.pages.proposing_introduction import FIELDS as INTRODUCTION_FIELDS
from app.web.pages.proposing_introduction import TEMPLATE, looked_at, typed
from app.web.routing import page_door
from app.web.views import Field
from app.web.views.deciding import ProposingPage
from app.web.visiting import Visit, member
from moderation.amending import changes, proposing
from moderation.amending.changes import CharterChange, ClauseChange, IntroductionChange

door = page_door()

ADDRESS = "/proposals/{proposal}/editing"


@door.get(ADDRESS, access=Access.MEMBER)
async def show_editing(request: Request, proposal: str) -> Response:
    who, facts = await _own(request, proposal)
    change = changes.read(facts.kind, facts.change)
    view = ProposingPage(
        address=request.url.path,
        reason=Field(facts.why),
        force_days=Field(str(facts.force_days)),
        edition=facts.edition,
        clause=deciding_forms.clause_as_is(change.after) if isinstance(change, ClauseChange) and change.after else None,
        charter=deciding_forms.charter_as_is(change.after) if isinstance(change, CharterChange) else None,
        introduction=Field(change.after) if isinstance(change, IntroductionChange) else None,
        title=facts.title,
    )
    return await page(who, _template(facts), view, place="more")


@door.post(ADDRESS, access=Access.MEMBER)
async def change(request: Request, proposal: str) -> Response:
    """`look` shows an introduction first, beside the one that stands."""
    who, facts = await _own(request, proposal)
    is_introduction = facts.kind == changes.INTRODUCTION
    form, stale = await sent_or_stale(who, forms.LONG_FORM if is_introduction else MOST_BYTES)
    try:
        if stale is not None:
            raise stale
        if is_introduction and form.text("look"):
            return await _again(who, facts, form, None, **await looked_at(who, form))
        await _say_otherwise(who, facts, form)
    except ParasolError as error:
        return await _again(who, facts, form, error)
    return onward(f"/proposals/{facts.id}?done=said-otherwise")


async def _say_otherwise(who: Visit, facts: ProposalFacts, form: Form) -> None:
    about = changes.read(facts.kind, facts.change)
    reason, force_days = form.text("reason"), deciding_forms.number(form, "force_days")
    write, me, edition, now = who.house.database.write, who.me.account_id, edition_in(form), who.now
    if isinstance(about, ClauseChange):
        after = deciding_forms.clause_wanted(form, about.key) if about.after else None
        await write(proposing.say_clause_otherwise, me, facts.id, after, reason, force_days, edition=edition, now=now)
    elif isinstance(about, IntroductionChange):
        words = form.text("introduction")
        await write(
            proposing.say_introduction_otherwise, me, facts.id, words, reason, force_days, edition=edition, now=now
        )
    elif isinstance(about, CharterChange):
        wanted = deciding_forms.charter_wanted(form)
        await write(proposing.say_charter_otherwise, me, facts.id, wanted, reason, force_days, edition=edition, now=now)
    else:
        await write(proposing.say_role_otherwise, me, facts.id, reason, force_days, edition=edition, now=now)


async def _again(who: Visit, facts: ProposalFacts, form: Form, error: ParasolError | None, **looked: Any) -> Response:
    """The form with what was typed; what was overtaken is measured against the text as it is from now on."""
    about = changes.read(facts.kind, facts.change)
    more: dict[str, Any] = {"title": facts.title}
    fields: Sequence[str] = ("reason", "force_days")
    if isinstance(about, ClauseChange) and about.after is not None:
        more["clause"], fields = deciding_forms.clause_form(form, error), CLAUSE_FIELDS
    elif isinstance(about, IntroductionChange):
        more["introduction"], fields = typed(form, error), INTRODUCTION_FIELDS
    elif isinstance(about, CharterChange):
        more["charter"], fields = deciding_forms.charter_form(form, error), CHARTER_FIELDS
    edition = facts.edition if isinstance(error, Conflict) else max(0, edition_in(form))
    view = again(f"/proposals/{facts.id}/editing", form, error, fields, edition=edition, **{**more, **looked})
    return await page(who, _template(facts), view, status=error.status if error else 200, place="more")


async def _own(request: Request, proposal: str) -> tuple[Visit, ProposalFacts]:
    """A proposal of the reader's own, while it is talked over."""
    who = await member(request)
    facts = await who.house.database.read(queries.one, who.viewer, forms.the_id(proposal))
    if facts.proposed_by != who.me.account_id:
        raise Forbidden(deciding_proposing.NOT_YOURS)
    rules.must_be_talked_over(facts.state, facts.talk_until, who.now)
    return who, facts


def _template(facts: ProposalFacts) -> str:
    change = changes.read(facts.kind, facts.change)
    if isinstance(change, ClauseChange) and change.after:
        return "proposal/clause.html"
    if isinstance(change, IntroductionChange):
        return TEMPLATE
    return "proposal/charter.html" if isinstance(change, CharterChange) else "proposal/removal.html"
