"""`/settings/reach`: who may answer, mention, message, follow and find; whether there is a page on the open web."""

from fastapi import Request, Response

from app.accounts.actions.reach import change_reach
from app.accounts.addresses import page_address
from app.accounts.reach import Reach, who_may
from app.accounts.reach_queries import reach_of
from app.basics.errors import Invalid
from app.doors.access import Access
from app.doors.bodies import Form
from app.web import forms, views
from app.web.answering import onward, page
from app.web.routing import page_door
from app.web.views import Field
from app.web.visiting import Visit, member
from app.web.words import N_

door = page_door()

CHOOSE = N_("Please choose one of these.")
_SWITCHES = {
    "follows": {"asks": True, "at_once": False},
    "findable": {"on": True, "off": False},
    "open_page": {"on": True, "off": False},
}


@door.get("/settings/reach", access=Access.MEMBER)
async def show_reach(request: Request) -> Response:
    who = await member(request)
    reach = await who.house.database.read(reach_of, who.me.account_id)
    view = _view(
        who,
        replies=Field(reach.replies),
        mentions=Field(reach.mentions),
        messages=Field(reach.messages),
        follows=Field("asks" if reach.asks_before_follow else "at_once"),
        findable=Field("on" if reach.findable else "off"),
        open_page=Field("on" if reach.open_page else "off"),
    )
    return await page(who, "settings/reach.html", view, place="more")


@door.post("/settings/reach", access=Access.MEMBER)
async def keep_reach(request: Request) -> Response:
    who = await member(request)
    form = await forms.sent(who)
    try:
        reach = _chosen(form)
    except Invalid as error:
        return await _again(who, form, error)
    await who.house.database.write(change_reach, who.me.account_id, reach, origin=who.house.settings.origin)
    return onward("/settings/reach?done=kept")


def _chosen(form: Form) -> Reach:
    return Reach(
        replies=who_may("replies", form.text("replies")),
        mentions=who_may("mentions", form.text("mentions")),
        messages=who_may("messages", form.text("messages")),
        asks_before_follow=_switch(form, "follows"),
        open_page=_switch(form, "open_page"),
        findable=_switch(form, "findable"),
    )


def _switch(form: Form, name: str) -> bool:
    found = _SWITCHES[name].get(form.text(name))
    if found is None:
        raise Invalid(name, CHOOSE)
    return found


async def _again(who: Visit, form: Form, error: Invalid) -> Response:
    typed = {
        name: forms.typed(form, name, error.safe if error.field == name else "")
        for name in ("replies", "mentions", "messages", "follows", "findable", "open_page")
    }
    return await page(who, "settings/reach.html", _view(who, **typed), status=error.status, place="more")


def _view(who: Visit, **fields: Field) -> views.ReachPage:
    return views.ReachPage(**fields, address=page_address(who.house.settings.origin, who.me.name))
