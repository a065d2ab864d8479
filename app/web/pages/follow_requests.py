"""`/follow-requests`: who asks to follow, and the answer."""

from fastapi import Request, Response

from app.accounts import queries as accounts
from app.accounts.actions import following
from app.basics.errors import Invalid
from app.doors.access import Access
from app.web import forms, showing, views
from app.web.answering import onward, page
from app.web.pages.listing import here, older_than
from app.web.routing import page_door
from app.web.visiting import member
from app.web.words import N_

door = page_door()

REQUESTS_A_PAGE = 40
NO_ANSWER = N_("Please allow or decline.")


@door.get("/follow-requests", access=Access.MEMBER)
async def show_requests(request: Request) -> Response:
    who, before = await member(request), forms.before(request)
    found = await who.house.database.read(
        accounts.who_asks, who.me.account_id, before=before, limit=REQUESTS_A_PAGE + 1
    )
    shown = found[:REQUESTS_A_PAGE]
    view = views.FollowRequestsPage(
        tuple(views.FollowRequestView(one.id, showing.account_view(one)) for one in shown),
        older_than("/follow-requests", shown[-1].id if len(found) > len(shown) else None),
    )
    return await page(who, "follow/requests.html", view, place="more", address=here("/follow-requests", before))


@door.post("/follow-requests/{account}", access=Access.MEMBER)
async def answer_request(request: Request, account: str) -> Response:
    """`answer=allow|decline`. Declining also lets go somebody who follows already."""
    who, asking = await member(request), forms.the_id(account)
    form = await forms.sent(who)
    match form.text("answer"):
        case "allow":
            await who.house.database.write(following.accept_follower, who.me.account_id, asking)
        case "decline":
            await who.house.database.write(following.refuse_follower, who.me.account_id, asking)
        case _:
            raise Invalid("answer", NO_ANSWER)
    return onward(forms.local(form.text("back"), "/follow-requests"))
