"""`/settings/devices`: where an account is signed in, by names that its member gave, and the apps it has let in."""

from fastapi import Request, Response

from app.accounts import session_queries
from app.accounts.actions import sessions
from app.accounts.session_queries import AppFacts, SessionFacts
from app.accounts.session_rules import day_of
from app.basics.errors import Invalid
from app.doors.access import Access
from app.web import forms, views
from app.web.answering import onward, page
from app.web.routing import page_door
from app.web.views import Field
from app.web.visiting import Visit, member

door = page_door()


@door.get("/settings/devices", access=Access.MEMBER)
async def show_devices(request: Request) -> Response:
    return await _list(await member(request))


@door.post("/settings/devices/{device}/label", access=Access.MEMBER)
async def call_device(request: Request, device: str) -> Response:
    who, session_id = await member(request), forms.the_id(device)
    form = await forms.sent(who)
    try:
        await who.house.database.write(sessions.call_it, who.me.account_id, session_id, form.text("label"))
    except Invalid as error:
        typed = forms.typed(form, "label", error.safe)
        return await _list(who, typed={session_id: typed}, status=error.status)
    return onward("/settings/devices?done=kept")


@door.post("/settings/devices/{device}/end", access=Access.MEMBER)
async def end_device(request: Request, device: str) -> Response:
    who, session_id = await member(request), forms.the_id(device)
    await forms.sent(who)
    await who.house.database.write(sessions.end_one, who.me.account_id, session_id)
    return onward("/settings/devices?done=ended")


@door.post("/settings/devices/end", access=Access.MEMBER)
async def end_other_devices(request: Request) -> Response:
    who = await member(request)
    await forms.sent(who)
    await who.house.database.write(sessions.end_others, who.me.account_id, who.secret)
    return onward("/settings/devices?done=ended")


@door.post("/settings/apps/{app}/end", access=Access.MEMBER)
async def end_app(request: Request, app: str) -> Response:
    who, token_id = await member(request), forms.the_id(app)
    await forms.sent(who)
    await who.house.database.write(sessions.end_app, who.me.account_id, token_id)
    return onward("/settings/devices?done=app-ended")


async def _list(who: Visit, *, typed: dict[int, Field] | None = None, status: int = 200) -> Response:
    database, me = who.house.database, who.me.account_id
    devices = await database.read(session_queries.sessions_of, me, who.secret, now=who.now)
    apps = await database.read(session_queries.apps_of, me)
    view = views.DevicesPage(
        tuple(_session(who, each, typed or {}) for each in devices), tuple(_app(each) for each in apps)
    )
    return await page(who, "settings/devices.html", view, status=status, place="more", address="/settings/devices")


def _session(who: Visit, facts: SessionFacts, typed: dict[int, Field]) -> views.SessionView:
    return views.SessionView(
        id=facts.id,
        label=typed.get(facts.id, Field(facts.label)),
        began=facts.began,
        today=facts.is_this_one or facts.last_used >= day_of(who.now),
        is_this_one=facts.is_this_one,
    )


def _app(facts: AppFacts) -> views.AppView:
    return views.AppView(facts.token_id, facts.name, facts.scopes, facts.since, facts.opens_messages)
