"""`/`: home for members; for everybody else a page that says nothing."""

from fastapi import Request, Response

from app.doors.access import Access
from app.timelines import queries as timelines
from app.web import forms, showing, views
from app.web.answering import page
from app.web.pages.listing import here, older_than, one_page
from app.web.routing import page_door
from app.web.visiting import Visit, visit

door = page_door()


@door.get("/", access=Access.OPEN)
async def show_home(request: Request) -> Response:
    who = await visit(request)
    if who.who is None:
        return await page(who, "welcome/page.html", views.WelcomePage())
    return await _home(who)


async def _home(who: Visit) -> Response:
    before = forms.before(who.request)
    read, older = await who.house.database.read(one_page, timelines.home, who.viewer, before)
    view = views.TimelinePage(
        showing.post_views(read, who.me.account_id), older_than("/", older), newest="/" if before else ""
    )
    return await page(who, "timeline/home.html", view, place="home", address=here("/", before))
