"""`/house/calm`: what moderators and stewards do against a raid. Everybody sees it, and it ends by itself."""

from collections.abc import Callable
from typing import Any

from fastapi import Request, Response

from app.accounts import rules
from app.accounts.actions import calming
from app.basics.errors import Invalid
from app.doors.access import Access
from app.web import forms, framing
from app.web.answering import onward, page
from app.web.routing import page_door
from app.web.views.coming_in import CalmPage
from app.web.visiting import Visit, member

door = page_door()

ADDRESS = "/house/calm"


@door.get(ADDRESS, access=Access.MEMBER)
async def show_calm(request: Request) -> Response:
    return await _page(await _moderator(request))


@door.post(ADDRESS + "/door", access=Access.MEMBER)
async def close_door(request: Request) -> Response:
    """`hours=0` opens it again."""
    return await _set(request, calming.close_door, calming.open_door)


@door.post(ADDRESS + "/pace", access=Access.MEMBER)
async def slow_down(request: Request) -> Response:
    """`hours=0` ends it."""
    return await _set(request, calming.slow_down, calming.go_on)


@door.post(ADDRESS + "/invitations", access=Access.MEMBER)
async def revoke_invitations(request: Request) -> Response:
    who = await _moderator(request)
    await forms.sent(who)
    await who.house.database.write(calming.revoke_every_invitation, who.me.role)
    return onward(f"{ADDRESS}?done=all-revoked")


async def _set(request: Request, begin: Callable[..., Any], end: Callable[..., Any]) -> Response:
    who = await _moderator(request)
    form = await forms.sent(who)
    word, write = form.text("hours"), who.house.database.write
    try:
        if word == "0":
            await write(end, who.me.role)
        else:
            await write(begin, who.me.role, int(word) if word in {str(h) for h in calming.HOURS} else 0, now=who.now)
    except Invalid as error:
        return await _page(who, error)
    request.app.state.pace.forget()
    await framing.house_shown(request, who.house, anew=True)
    return onward(f"{ADDRESS}?done=kept-calm")


async def _moderator(request: Request) -> Visit:
    who = await member(request)
    rules.must_be_moderator(who.me.role)
    return who


async def _page(who: Visit, error: Invalid | None = None) -> Response:
    faults = {error.field: error.safe} if error else {}
    view = CalmPage(calming.HOURS, faults.get("door", ""), faults.get("pace", ""))
    status = error.status if error else 200
    return await page(who, "house/calm.html", view, status=status, place="more", address=ADDRESS)
