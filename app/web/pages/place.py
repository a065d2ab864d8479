"""`POST /place`: the member has read home up to here. Nothing moves it but this button, or an app of theirs."""

from fastapi import Request, Response

from app.doors.access import Access
from app.timelines import places
from app.timelines.places import HOME
from app.web import forms
from app.web.answering import onward
from app.web.routing import page_door
from app.web.visiting import member

door = page_door()


@door.post("/place", access=Access.MEMBER)
async def keep_place(request: Request) -> Response:
    """`up_to`: the entry at the top of the page on which the button was."""
    who = await member(request)
    form = await forms.sent(who)
    wanted = {HOME: forms.the_id(form.text("up_to"))}
    await who.house.database.write(places.keep_places, who.me.account_id, wanted, {}, now=who.now)
    return onward("/?done=place-kept")
