"""`/more`: the way to everything that has no place of its own in the bar."""

from fastapi import Request, Response

from app.accounts import queries as accounts
from app.doors.access import Access
from app.web import views
from app.web.answering import page
from app.web.routing import page_door
from app.web.views import Field
from app.web.visiting import Visit, member

door = page_door()


@door.get("/more", access=Access.MEMBER)
async def show_more(request: Request) -> Response:
    return await menu(await member(request))


async def menu(who: Visit, wanted: Field | None = None, *, status: int = 200) -> Response:
    """The menu; `wanted` is whom somebody looked for, with why nobody was found."""
    asking = await who.house.database.read(accounts.who_asks, who.me.account_id, limit=1)
    view = views.MorePage(requests_waiting=bool(asking), wanted=wanted or Field())
    return await page(who, "more/menu.html", view, status=status, place="more", address="/more")
