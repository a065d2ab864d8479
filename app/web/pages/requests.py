"""`/messages/requests`: who wants to write to the member, what they wrote when asked for, and the answer."""

from fastapi import Request, Response

from app.accounts import queries as accounts
from app.accounts.queries import AccountFacts
from app.accounts.viewer import Viewer
from app.basics.errors import Invalid, NotFound
from app.doors.access import Access
from app.posts import requests
from app.posts.actions import requesting
from app.storage import Session
from app.web import forms, showing, views
from app.web.answering import onward_after, page
from app.web.opening import opened
from app.web.routing import page_door
from app.web.showing import Gathered
from app.web.visiting import member
from app.web.words import N_

door = page_door()

NO_ANSWER = N_("Please say yes or no.")


@door.get("/messages/requests", access=Access.MEMBER)
async def show_requests(request: Request) -> Response:
    who = await member(request)
    found = await who.house.database.read(requests.who_asks, who.viewer)
    view = views.RequestsPage(
        tuple(views.RequestView(one.sender.id, showing.account_view(one.sender), one.newest) for one in found)
    )
    return await page(who, "message/requests.html", view, place="messages")


@door.get("/messages/requests/{sender}", access=Access.MEMBER)
async def show_request(request: Request, sender: str) -> Response:
    """Their words, because they were asked for here; their pictures only when these are asked for too."""
    who, sender_id = await member(request), forms.the_id(sender)
    account, read = await who.house.database.read(_read, who.viewer, sender_id)
    view = views.RequestPage(
        sender_id,
        showing.account_view(account),
        showing.post_views(await opened(who, read), who.me.account_id),
        ask_for_pictures=request.query_params.get("pictures") != "1",
    )
    return await page(who, "message/request.html", view, place="messages")


@door.post("/messages/requests/{sender}", access=Access.MEMBER)
async def answer_request(request: Request, sender: str) -> Response:
    """`answer=accept|decline`. Nobody but the member learns which."""
    who, sender_id = await member(request), forms.the_id(sender)
    form = await forms.sent(who)
    match form.text("answer"):
        case "accept":
            taking = who.house.database.write(requesting.accept_requests, who.me.account_id, sender_id)
            return await onward_after(taking, "/messages", done="taken")
        case "decline":
            destroying = who.house.database.write(requesting.decline_requests, who.me.account_id, sender_id)
            return await onward_after(destroying, "/messages/requests", done="destroyed")
        case _:
            raise Invalid("answer", NO_ANSWER)


def _read(session: Session, viewer: Viewer, sender_id: int) -> tuple[AccountFacts, Gathered]:
    found = requests.asked_by(session, viewer, sender_id)
    account = accounts.by_id(session, sender_id)
    if account is None:
        raise NotFound
    return account, showing.gathered_posts(session, viewer, found)
