"""`POST /posts/{id}/marks`: boost, favourite, bookmark, and taking them back."""

from fastapi import Request, Response

from app.basics.errors import Invalid
from app.doors.access import Access
from app.posts.actions import bookmarking, thanking
from app.web import forms
from app.web.answering import onward
from app.web.routing import page_door
from app.web.visiting import member
from app.web.words import N_

door = page_door()

NO_MARK = N_("Please choose one of the buttons under a post.")


@door.post("/posts/{post}/marks", access=Access.MEMBER)
async def mark_post(request: Request, post: str) -> Response:
    """`favourite=1|0`, `boost=1|0` or `bookmark=1|0`; then back to the post in the list it was marked in."""
    who, post_id = await member(request), forms.the_id(post)
    form = await forms.sent(who)
    me, write = who.me.account_id, who.house.database.write
    match form.text("favourite"), form.text("boost"), form.text("bookmark"):
        case "1", "", "":
            await write(thanking.favour, me, post_id, now=who.now)
        case "0", "", "":
            await write(thanking.take_back_favourite, me, post_id)
        case "", "1", "":
            await write(thanking.boost, me, post_id, now=who.now)
        case "", "0", "":
            await write(thanking.take_back_boost, me, post_id)
        case "", "", "1":
            await write(bookmarking.bookmark, me, post_id, now=who.now)
        case "", "", "0":
            await write(bookmarking.take_out, me, post_id)
        case _:
            raise Invalid("mark", NO_MARK)
    return onward(forms.local(form.text("back"), f"/posts/{post_id}"))
