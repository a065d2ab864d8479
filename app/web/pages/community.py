"""`/community`: what members here wrote for more than a few, newest first."""

from fastapi import Request, Response

from app.doors.access import Access
from app.timelines import queries as timelines
from app.web import forms, showing, views
from app.web.answering import page
from app.web.pages.listing import here, older_than, one_page
from app.web.routing import page_door
from app.web.visiting import member

door = page_door()


@door.get("/community", access=Access.MEMBER)
async def show_community(request: Request) -> Response:
    who, before = await member(request), forms.before(request)
    read, older = await who.house.database.read(one_page, timelines.community, who.viewer, before)
    view = views.TimelinePage(
        showing.post_views(read, who.me.account_id),
        older_than("/community", older),
        newest="/community" if before else "",
    )
    return await page(who, "timeline/community.html", view, place="community", address=here("/community", before))
