"""`POST /posts/{id}/pin`: one's own posts that stand first on one's page."""

from fastapi import Request, Response

from app.doors.access import Access
from app.posts.actions import pinning
from app.web import forms
from app.web.answering import onward
from app.web.routing import page_door
from app.web.visiting import member

door = page_door()


@door.post("/posts/{post}/pin", access=Access.MEMBER)
async def pin_post(request: Request, post: str) -> Response:
    """`pin=1|0`; then to one's own page, where it stands first or in its place again."""
    who, post_id = await member(request), forms.the_id(post)
    form = await forms.sent(who)
    me, write = who.me.account_id, who.house.database.write
    if forms.pressed(form, "pin"):
        await write(pinning.pin_post, me, post_id, now=who.now)
        return onward(f"/@{who.me.name}?done=pinned")
    await write(pinning.unpin_post, me, post_id)
    return onward(f"/@{who.me.name}?done=unpinned")
