"""`/proposals/new/introduction`: proposing other words before the clauses, with a look at both sides first."""

from typing import Any

from fastapi import Request, Response

from app.basics.errors import ParasolError
from app.basics.text import written
from app.doors.access import Access
from app.doors.bodies import Form
from app.storage import Session
from app.web import deciding_forms, forms
from app.web.answering import onward, page
from app.web.deciding_forms import beside, sent_or_stale
from app.web.pages.proposing import A_WEEK, NEW, again, proposer
from app.web.routing import page_door
from app.web.side_by_side import part_change
from app.web.views import Field
from app.web.views.deciding import ProposingPage
from app.web.views.policy import PartChange
from app.web.visiting import Visit, member
from moderation.amending import changes, proposing
from moderation.policy import rules

door = page_door()

ADDRESS = f"{NEW}/introduction"
TEMPLATE = "proposal/introduction.html"
FIELDS = ("introduction", "reason", "force_days")


@door.get(ADDRESS, access=Access.MEMBER)
async def show_introduction(request: Request) -> Response:
    """The words that stand there, to be changed."""
    who = await proposer(request)
    standing = await who.house.database.read(changes.standing_introduction)
    view = ProposingPage(ADDRESS, force_days=A_WEEK, introduction=Field(standing))
    return await page(who, TEMPLATE, view, place="more")


@door.post(ADDRESS, access=Access.MEMBER)
async def propose_introduction(request: Request) -> Response:
    """`look` shows both sides; without it the words are proposed."""
    who = await member(request)
    form, stale = await sent_or_stale(who, forms.LONG_FORM)
    try:
        if stale is not None:
            raise stale
        if form.text("look"):
            view = again(ADDRESS, form, None, FIELDS, **await looked_at(who, form))
            return await page(who, TEMPLATE, view, place="more")
        after, reason = form.text("introduction"), form.text("reason")
        days = deciding_forms.number(form, "force_days")
        proposal_id = await who.house.database.write(
            proposing.propose_introduction, who.me.account_id, after, reason, days, now=who.now
        )
    except ParasolError as error:
        view = again(ADDRESS, form, error, FIELDS, introduction=typed(form, error))
        return await page(who, TEMPLATE, view, status=error.status, place="more")
    return onward(f"/proposals/{proposal_id}?done=proposed")


def typed(form: Form, error: ParasolError | None = None) -> Field:
    """The words as they were typed, with what is wrong with them."""
    return forms.typed(form, "introduction", beside(error, "introduction"))


async def looked_at(who: Visit, form: Form) -> dict[str, Any]:
    """What a `ProposingPage` takes besides, for whoever looks first: how it reads, and both sides. Raises Invalid."""
    source = rules.checked_introduction(form.text("introduction"))
    sides = await who.house.database.read(_beside_what_stands, source)
    return {"introduction": typed(form), "shown": written(source), "sides": sides}


def _beside_what_stands(session: Session, source: str) -> PartChange:
    return part_change("introduction", changes.standing_introduction(session), source)
