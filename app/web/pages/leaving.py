"""`/leave` (P8), `/left` and `/sign-out`."""

from fastapi import Request, Response

from app.accounts.actions import signing_in
from app.doors.access import Access
from app.web import forms, framing, security, views
from app.web.answering import onward, page
from app.web.routing import page_door
from app.web.visiting import member, visit

door = page_door()


@door.post("/leave", access=Access.OPEN)
async def leave_quickly(request: Request) -> Response:
    """Ends this browser's session, clears what it keeps of this house, and is gone.

    Nothing may stand in the way: no token is asked for, and a session that is over leaves as well. Only another
    site's page cannot clear anything here.
    """
    settings = request.app.state.house.settings
    answer = onward(framing.LEFT)
    if not _sent_by_another_site(request, settings.origin):
        secret = security.session_in(request, settings)
        if secret:
            await request.app.state.house.database.write(signing_in.end_session, secret)
        security.clear_site(answer, settings)
    return answer


@door.get("/left", access=Access.OPEN)
async def show_left(request: Request) -> Response:
    """An empty page, which goes on by itself to the address the house chose."""
    who = await visit(request)
    away = (await framing.house_shown(request, who.house)).exit
    return await page(who, "session/left.html", views.LeftPage("" if away == framing.LEFT else away))


@door.post("/sign-out", access=Access.MEMBER)
async def sign_out(request: Request) -> Response:
    who = await member(request)
    await forms.sent(who)
    await who.house.database.write(signing_in.end_session, who.secret)
    answer = onward("/sign-in")
    security.clear_site(answer, who.house.settings)
    return answer


def _sent_by_another_site(request: Request, origin: str) -> bool:
    sent_from = request.headers.get("origin", origin)
    return request.headers.get("sec-fetch-site") == "cross-site" or sent_from not in {origin, "null"}
