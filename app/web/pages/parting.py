"""`/allies/{id}/parting`: what follows is said first."""

from fastapi import Request, Response

from app.accounts import rules
from app.doors.access import Access
from app.web import forms, framing, views
from app.web.answering import onward, page
from app.web.pages.allies import ally_view, the_ally
from app.web.routing import page_door
from app.web.visiting import member
from federation import pact

door = page_door()


@door.get("/allies/{ally}/parting", access=Access.MEMBER)
async def show_parting(request: Request, ally: str) -> Response:
    who = await member(request)
    rules.must_be_steward(who.me.role)
    view = views.PartingPage(ally_view(await the_ally(who, ally)))
    return await page(who, "ally/parting.html", view, place="allies")


@door.post("/allies/{ally}/parting", access=Access.MEMBER)
async def part(request: Request, ally: str) -> Response:
    who = await member(request)
    rules.must_be_steward(who.me.role)
    await forms.sent(who)
    await pact.part(who.envoy, (await the_ally(who, ally)).origin)
    await framing.house_shown(request, who.house, anew=True)
    return onward("/allies?done=parting")
