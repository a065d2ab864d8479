"""`POST /posts/{id}/pin`: one's own posts that stand first on one's page."""

from fastapi import Request, Response

from app.basics.errors import Invalid
from app.doors.access import Access
from app.posts.actions import pinning
from app.web import forms
from app.web.answering import onward
from app.web.routing import page_door
from app.web.visiting import member
from app.web.words import N_

door = page_door()

NO_PIN = N_("Please choose one of the buttons under a post.")


@door.post("/posts/{post}/pin", access=Access.MEMBER)
async def pin_post(request: Request, post: str) -> Response:
    """`pin=1|0`; then to one's own page, where it stands first or in its place again."""
    who, post_id = await member(request), forms.the_id(post)
    form = await forms.sent(who)
    me, write = who.me.account_id, who.house.database.write
    match form.text("pin"):
        case "1":
            await write(pinning.pin_post, me, post_id, now=who.now)
        case "0":
            await write(pinning.unpin_post, me, post_id)
        case _:
            raise Invalid("pin", NO_PIN)
    return onward(f"/@{who.me.name}?done={'pinned' if form.text('pin') == '1' else 'unpinned'}")
