"""`/notifications/held`: whose news is held back, what it is when asked for, and the answer."""

from fastapi import Request, Response

from app.basics.errors import Invalid
from app.doors.access import Access
from app.notifications import choosing, held
from app.notifications.grouping import gathered
from app.notifications.held import Waiting
from app.web import forms, showing
from app.web.answering import onward_after, page
from app.web.pages.notifications import happenings
from app.web.routing import page_door
from app.web.views.notifications import HeldNewsOfPage, HeldNewsPage, WaitingView
from app.web.visiting import member
from app.web.words import N_

door = page_door()

PATH = "/notifications/held"
NO_ANSWER = N_("Please let them in, or set it aside.")


@door.get("/notifications/held", access=Access.MEMBER)
async def show_held(request: Request) -> Response:
    who = await member(request)
    found = await who.house.database.read(held.newest_first, who.viewer, before=forms.before(request))
    older = f"{PATH}?before={found[-1].newest}" if len(found) == held.MOST else ""
    view = HeldNewsPage(tuple(map(_waiting, found)), older)
    return await page(who, "notification/held.html", view, place="notifications")


@door.get("/notifications/held/{sender}", access=Access.MEMBER)
async def show_held_of(request: Request, sender: str) -> Response:
    """The newest of it; to look is no answer."""
    who, sender_id = await member(request), forms.the_id(sender)
    waiting = await who.house.database.read(held.of, who.viewer, sender_id)
    told = await who.house.database.read(held.news_of, who.viewer, sender_id)
    lines = gathered(told, held.MOST)
    view = HeldNewsOfPage(_waiting(waiting), await happenings(who, lines))
    return await page(who, "notification/held_of.html", view, place="notifications")


@door.post("/notifications/held/{sender}", access=Access.MEMBER)
async def answer_for(request: Request, sender: str) -> Response:
    """`answer=let-in|set-aside`. Nobody but the member learns which."""
    who, sender_id = await member(request), forms.the_id(sender)
    form = await forms.sent(who)
    match form.text("answer"):
        case "let-in":
            letting_in = who.house.database.write(choosing.let_in, who.me.account_id, [sender_id])
            return await onward_after(letting_in, "/notifications", done="news-let-in")
        case "set-aside":
            setting_aside = who.house.database.write(choosing.set_aside, who.me.account_id, [sender_id])
            return await onward_after(setting_aside, PATH, done="news-set-aside")
        case _:
            raise Invalid("answer", NO_ANSWER)


def _waiting(one: Waiting) -> WaitingView:
    return WaitingView(one.sender.id, showing.account_view(one.sender), min(one.number, held.MOST_COUNTED), one.until)
