"""`/suspended`: the one page that there is for whoever was suspended, with the way to everything left to them."""

from fastapi import Request, Response

from app.doors.access import Access
from app.web import views
from app.web.answering import onward, page
from app.web.pages import proposals
from app.web.routing import SUSPENDED, page_door
from app.web.visiting import member

door = page_door()


@door.get(SUSPENDED, access=Access.MEMBER)
async def show_suspended(request: Request) -> Response:
    """Home, for whoever is not suspended (any more)."""
    who = await member(request, suspended=True)
    if not who.me.suspended:
        return onward("/")
    return await page(who, "leaving/suspended.html", views.SuspendedPage(await proposals.still_voted_on(who)))
