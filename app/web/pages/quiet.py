"""`POST /posts/{id}/quiet`: be told nothing of a thread any more, or again."""

from fastapi import Request, Response

from app.basics.errors import Invalid
from app.doors.access import Access
from app.posts.actions import muting
from app.web import forms
from app.web.answering import onward
from app.web.routing import page_door
from app.web.visiting import member
from app.web.words import N_

door = page_door()

NO_BUTTON = N_("Please choose one of the buttons.")


@door.post("/posts/{post}/quiet", access=Access.MEMBER)
async def quieten(request: Request, post: str) -> Response:
    """`mute=1|0` and `back`."""
    who, post_id = await member(request), forms.the_id(post)
    form = await forms.sent(who)
    me, write = who.me.account_id, who.house.database.write
    match form.text("mute"):
        case "1":
            await write(muting.mute_thread, me, post_id, now=who.now)
        case "0":
            await write(muting.end_mute, me, post_id)
        case _:
            raise Invalid("mute", NO_BUTTON)
    return onward(forms.local(form.text("back"), f"/posts/{post_id}"))
