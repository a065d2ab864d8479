"""`/messages`: posts for named people, newest first."""

from fastapi import Request, Response

from app.doors.access import Access
from app.posts import requests
from app.timelines import queries as timelines
from app.web import forms, showing, views
from app.web.answering import page
from app.web.opening import opened
from app.web.pages.listing import here, older_than, one_page
from app.web.routing import page_door
from app.web.visiting import member

door = page_door()


@door.get("/messages", access=Access.MEMBER)
async def show_messages(request: Request) -> Response:
    who, before = await member(request), forms.before(request)
    read, older = await who.house.database.read(one_page, timelines.messages, who.viewer, before)
    read = await opened(who, read)
    view = views.MessagesPage(
        showing.post_views(read, who.me.account_id),
        older_than("/messages", older),
        requests=await who.house.database.read(requests.anybody_waits, who.viewer),
    )
    return await page(who, "message/list.html", view, place="messages", address=here("/messages", before))
