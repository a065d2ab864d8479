"""`/leave` (P8), `/left` and `/sign-out`."""

from contextlib import suppress

from fastapi import Request, Response

from app.accounts.actions import signing_in
from app.basics.errors import Unavailable
from app.doors.access import Access
from app.web import framing, security, views
from app.web.answering import onward, page
from app.web.held import Held, held_here, meant
from app.web.routing import page_door
from app.web.visiting import Visit, visit

door = page_door()


@door.post("/leave", access=Access.OPEN)
async def leave_quickly(request: Request) -> Response:
    """Ends every session of this browser, clears what it keeps of this house, and is gone.

    Nothing may stand in the way: no token is asked for, and a session that is over leaves as well. Only another
    site's page cannot clear anything here.
    """
    settings = request.app.state.house.settings
    answer = onward(framing.LEFT)
    if not _sent_by_another_site(request, settings.origin):
        for secret in filter(None, security.sessions_in(request, settings)):
            # One by one: what is deleted in one transaction would tell that two names are one person's (P2).
            with suppress(Unavailable):
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
    """Ends the session whose page this was, and goes on with the next account in this browser, if there is one."""
    who = await visit(request)
    held = await held_here(who)
    ended = await meant(who, held)
    await who.house.database.write(signing_in.end_session, ended.secret)
    return _gone_on(who, [each for each in held if each != ended])


def _gone_on(who: Visit, others: list[Held]) -> Response:
    if not others:
        answer = onward("/sign-in")
        security.clear_site(answer, who.house.settings)
        return answer
    answer = onward("/accounts?done=signed-out")
    nobody = [] if who.secret else [""]
    security.give_sessions(answer, who.house.settings, security.joined([*nobody, *(each.secret for each in others)]))
    answer.headers["clear-site-data"] = '"cache"'
    return answer


def _sent_by_another_site(request: Request, origin: str) -> bool:
    sent_from = request.headers.get("origin", origin)
    return request.headers.get("sec-fetch-site") == "cross-site" or sent_from not in {origin, "null"}
