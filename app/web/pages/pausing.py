"""`/settings/pause`: hiding for a while, and the one page that there is meanwhile."""

from fastapi import Request, Response

from app.accounts.actions import pausing, stewards
from app.basics.errors import Invalid
from app.doors.access import Access
from app.doors.bodies import Form
from app.web import forms, views
from app.web.answering import onward, page
from app.web.routing import PAUSE, page_door
from app.web.visiting import Visit, member

door = page_door()


@door.get(PAUSE, access=Access.MEMBER)
async def show_pause(request: Request) -> Response:
    return await _show(await member(request, pausing=True))


@door.post(PAUSE, access=Access.MEMBER)
async def pause(request: Request) -> Response:
    who = await member(request)
    form = await forms.sent(who)
    try:
        await who.house.database.write(pausing.pause, who.me.account_id, successor=form.text("successor"))
    except Invalid as error:
        return await _show(who, form, error)
    return onward(PAUSE)


@door.post("/settings/return", access=Access.MEMBER)
async def come_back(request: Request) -> Response:
    who = await member(request, pausing=True)
    await forms.sent(who)
    await who.house.database.write(pausing.come_back, who.me.account_id)
    return onward("/?done=returned")


async def _show(who: Visit, form: Form | None = None, error: Invalid | None = None) -> Response:
    view = views.PausePage(
        paused=who.me.paused,
        needs_successor=await who.house.database.read(stewards.is_the_last, who.me.account_id),
        successor=views.Field(form.text("successor") if form else "", error.safe if error else ""),
    )
    return await page(who, "leaving/pause.html", view, status=error.status if error else 200, place="more")
