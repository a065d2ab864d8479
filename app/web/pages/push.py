"""`/settings/push`: being told of something new in this browser; `/house/push`: through which services that may go.

One account a browser. Which one it is the browser knows, and says so before anything is sent: here nothing would tell
that two names are one person's (P2).
"""

from fastapi import Request, Response

from app.accounts.rules import must_be_steward
from app.basics.errors import Invalid
from app.doors.access import Access
from app.push import actions, queries, rules
from app.push.sealed import Where
from app.web import forms
from app.web.answering import onward, page
from app.web.routing import page_door
from app.web.views import Field
from app.web.views.push import HousePushPage, PushPage, PushPlaceView, ServiceView
from app.web.visiting import Visit, member
from federation.pushing import checked_endpoint

door = page_door()

HERE, HOUSE = "/settings/push", "/house/push"


@door.get("/settings/push", access=Access.MEMBER)
async def show_push(request: Request) -> Response:
    return await _page(await member(request))


@door.post("/settings/push", access=Access.MEMBER)
async def switch_on_here(request: Request) -> Response:
    """`endpoint`: where this browser is told. Nothing else of it is asked for: it is sent nothing to open."""
    who = await member(request)
    form = await forms.sent(who)
    services = await who.house.database.read(queries.services)
    try:
        endpoint = checked_endpoint(form.text("endpoint"), services, lab=who.house.settings.lab)
        args = who.me.account_id, who.secret, Where(endpoint)
        await who.house.database.write(actions.tell_session, *args, key=who.house.key, now=who.now)
    except Invalid as error:
        return await _page(who, error)
    return onward(f"{HERE}?done=push-on")


@door.post("/settings/push/end", access=Access.MEMBER)
async def switch_off_here(request: Request) -> Response:
    who = await member(request)
    await forms.sent(who)
    await who.house.database.write(actions.end_of_session, who.secret)
    return onward(f"{HERE}?done=push-off")


@door.post("/settings/push/{place}/end", access=Access.MEMBER)
async def switch_off_elsewhere(request: Request, place: str) -> Response:
    who, subscription_id = await member(request), forms.the_id(place)
    await forms.sent(who)
    await who.house.database.write(actions.end, who.me.account_id, subscription_id)
    return onward(f"{HERE}?done=push-off")


@door.get("/house/push", access=Access.MEMBER)
async def show_services(request: Request) -> Response:
    return await _house_page(await _steward(request))


@door.post("/house/push", access=Access.MEMBER)
async def switch_service(request: Request) -> Response:
    """`host`, one of those known or typed in, with `on=1` or `on=0`."""
    who = await _steward(request)
    form = await forms.sent(who)
    typed, key = forms.typed(form, "host"), who.house.key
    try:
        if forms.pressed(form, "on"):
            lab = who.house.settings.lab
            await who.house.database.write(actions.switch_on, who.me.role, typed.value, key=key, lab=lab)
        else:
            await who.house.database.write(actions.switch_off, who.me.role, typed.value, key=key)
    except Invalid as error:
        return await _house_page(who, typed, error)
    return onward(f"{HOUSE}?done=push-services")


async def _page(who: Visit, error: Invalid | None = None) -> Response:
    database = who.house.database
    places = await database.read(queries.places, who.me.account_id, who.secret)
    view = PushPage(
        key=await database.read(queries.public_key),
        services=tuple(_whose(host) for host in await database.read(queries.services)),
        here=any(place.is_this_one for place in places),
        elsewhere=tuple(PushPlaceView(one.id, one.name, one.is_app) for one in places if not one.is_this_one),
        error=error.safe if error else "",
    )
    return await page(who, "push/page.html", view, status=error.status if error else 200, place="more", address=HERE)


async def _house_page(who: Visit, typed: Field | None = None, error: Invalid | None = None) -> Response:
    on = await who.house.database.read(queries.services)
    known = tuple(ServiceView(one.host, one.whose, one.browsers, one.host in on) for one in rules.KNOWN)
    others = tuple(ServiceView(host, on=True) for host in on if not any(host == one.host for one in rules.KNOWN))
    beside = Field(typed.value if typed else "", error.safe) if error else Field()
    view = HousePushPage((*known, *others), beside)
    return await page(who, "push/house.html", view, status=error.status if error else 200, place="more", address=HOUSE)


def _whose(host: str) -> str:
    """What people know a service by."""
    return next((one.whose for one in rules.KNOWN if one.host == host), host)


async def _steward(request: Request) -> Visit:
    who = await member(request)
    must_be_steward(who.me.role)
    return who
