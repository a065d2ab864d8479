"""`POST /posts/{id}/quiet`: be told nothing of a thread any more, or again."""

from fastapi import Request, Response

from app.doors.access import Access
from app.posts.actions import muting
from app.web import forms
from app.web.answering import onward
from app.web.routing import page_door
from app.web.visiting import member

door = page_door()


@door.post("/posts/{post}/quiet", access=Access.MEMBER)
async def quieten(request: Request, post: str) -> Response:
    """`mute=1|0` and `back`."""
    who, post_id = await member(request), forms.the_id(post)
    form = await forms.sent(who)
    me, write = who.me.account_id, who.house.database.write
    if forms.pressed(form, "mute"):
        await write(muting.mute_thread, me, post_id, now=who.now)
    else:
        await write(muting.end_mute, me, post_id)
    return onward(forms.local(form.text("back"), f"/posts/{post_id}"))
