"""`POST /posts/{id}/votes`: a member votes, once. What they chose is counted and kept nowhere (decision 0020)."""

from fastapi import Request, Response

from app.basics.errors import Refused
from app.doors.access import Access
from app.posts.actions import polling
from app.web import forms
from app.web.answering import onward
from app.web.pages import thread
from app.web.routing import page_door
from app.web.visiting import member

door = page_door()

_NONE_OF_THEM = -1


@door.post("/posts/{post}/votes", access=Access.MEMBER)
async def vote(request: Request, post: str) -> Response:
    """`choice`, once or several times; then back to the post in the list it stood in.

    What is refused stands on the post's own page, with what was chosen.
    """
    who, post_id = await member(request), forms.the_id(post)
    form = await forms.sent(who)
    chosen = [_place(word) for word in form.texts("choice")]
    try:
        await who.house.database.write(polling.vote, who.me.account_id, post_id, chosen, key=who.house.key, now=who.now)
    except Refused as error:
        return await thread.with_refused_vote(who, post_id, error, chosen)
    return onward(forms.local(form.text("back"), f"/posts/{post_id}"))


def _place(word: str) -> int:
    return int(word) if word.isascii() and word.isdigit() and len(word) <= 3 else _NONE_OF_THEM
