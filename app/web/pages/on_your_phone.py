"""`/phone`: how to put the house on a home screen, what it keeps there, and who sees the icon."""

from fastapi import Request, Response

from app.doors.access import Access
from app.web.answering import page
from app.web.routing import page_door
from app.web.views.installed import PhonePage
from app.web.visiting import member

door = page_door()


@door.get("/phone", access=Access.MEMBER)
async def show_how_to_install(request: Request) -> Response:
    """Words alone: a phone that shows pictures of this page would show what it is about."""
    who = await member(request)
    return await page(who, "more/phone.html", PhonePage(who.house.settings.host), place="more", address="/phone")
