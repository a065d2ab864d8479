"""`/posts/{id}/deletion`: what follows is said first, then the post goes; or it goes to be written anew."""

from fastapi import Request, Response

from app.accounts.filtering import NO_SIEVE
from app.accounts.viewer import Viewer
from app.basics.errors import NotFound
from app.doors.access import Access
from app.posts import queries as posts
from app.posts.actions import deleting, redrafting
from app.storage import Session
from app.web import forms, showing, views
from app.web.answering import onward, page
from app.web.opening import opened, opened_posts
from app.web.routing import page_door
from app.web.showing import Gathered
from app.web.sifting import completed
from app.web.visiting import Visit, member

door = page_door()


@door.get("/posts/{post}/deletion", access=Access.MEMBER)
async def show_deletion(request: Request, post: str) -> Response:
    who, post_id = await member(request), forms.the_id(post)
    read, reached = await who.house.database.read(_own_post, who.viewer, post_id)
    [shown] = await completed(who, NO_SIEVE, showing.post_views(await opened(who, read), who.me.account_id))
    view = views.DeletionPage(shown, reached_allies=reached)
    return await page(who, "post/deletion.html", view)


@door.post("/posts/{post}/deletion", access=Access.MEMBER)
async def delete_post(request: Request, post: str) -> Response:
    """With `anew` it is a draft afterwards, and Write opens with it."""
    who, post_id = await member(request), forms.the_id(post)
    form = await forms.sent(who)
    if form.text("anew"):
        return onward(f"/write?draft={await _write_anew(who, post_id)}&done=anew")
    await who.house.database.write(deleting.delete_post, who.me.account_id, post_id, key=who.house.key, now=who.now)
    return onward("/?done=deleted")


async def _write_anew(who: Visit, post_id: int) -> int:
    read, write = who.house.database.read, who.house.database.write
    [post] = await opened_posts(who, [await read(posts.one, who.viewer, post_id)])
    return await write(redrafting.delete_to_write_anew, who.me.account_id, post, key=who.house.key, now=who.now)


def _own_post(session: Session, viewer: Viewer, post_id: int) -> tuple[Gathered, bool]:
    post = posts.one(session, viewer, post_id)
    if post.author_id != viewer.account_id:
        raise NotFound
    return showing.gathered_posts(session, viewer, [post]), bool(posts.reached(session, post_id))
