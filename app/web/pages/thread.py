"""`/posts/{id}` and `/@name/{id}`: a post, what it answers and what answers it."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from fastapi import Request, Response

from app.accounts.filtering import THREAD
from app.accounts.viewer import Viewer
from app.basics.errors import ParasolError
from app.doors.access import Access
from app.posts import queries as posts
from app.posts.muted import is_muted
from app.posts.permissions import is_message, takes_no_answer
from app.posts.queries import PostFacts
from app.storage import Session
from app.web import forms, showing, views
from app.web.answering import page
from app.web.opening import opened
from app.web.pages.open_page import open_post_of
from app.web.polls import refused
from app.web.routing import page_door
from app.web.showing import Gathered
from app.web.sifting import sifted_entries
from app.web.visiting import Visit, member, visit

door = page_door()


@door.get("/@{handle}/{post}", access=Access.OPEN)
async def show_thread_of(request: Request, handle: str, post: str) -> Response:
    """The address that client apps know: for members whose name it holds makes no difference; for strangers it does."""
    who = await visit(request)
    if who.who is None:
        return await open_post_of(who, handle, post)
    return await _shown(await member(request), forms.the_id(post))


@door.get("/posts/{post}", access=Access.MEMBER)
async def show_thread(request: Request, post: str) -> Response:
    return await _shown(await member(request), forms.the_id(post))


async def with_refused_vote(who: Visit, post_id: int, error: ParasolError, chosen: Collection[int]) -> Response:
    """The post's page, and on its poll what was chosen and why it does not count."""
    return await _shown(who, post_id, error, chosen)


async def _shown(who: Visit, post_id: int, error: ParasolError | None = None, chosen: Collection[int] = ()) -> Response:
    read = await opened(who, await who.house.database.read(_thread, who.viewer, post_id))
    shown = await sifted_entries(who, THREAD, read, kept=post_id)
    at = next(index for index, one in enumerate(shown) if one.id == post_id)
    lead = next(entry.post for entry in read.entries if entry.id == post_id)
    may_reply = is_message(lead) or not await who.house.database.read(
        takes_no_answer, who.me.account_id, [lead.author_id]
    )
    muted = bool(who.me.mutes_threads) and await who.house.database.read(is_muted, who.me.account_id, post_id)
    post = replace(shown[at], may_reply=may_reply)
    if error is not None and post.poll is not None:
        post = replace(post, poll=refused(post.poll, error.safe, chosen))
    view = views.ThreadPage(post, shown[:at], shown[at + 1 :], muted)
    return await page(who, "post/thread.html", view, address=post.address, status=error.status if error else 200)


def _thread(session: Session, viewer: Viewer, post_id: int) -> Gathered:
    """What it answers, itself, its answers: in this order. Raises NotFound for what this viewer may not read."""
    post = posts.one(session, viewer, post_id)
    whole = posts.thread(session, viewer, post.thread_id, opened=post.id)
    return showing.gathered_posts(session, [*_answered(whole, post), post, *_answers(whole, post)])


def _answered(thread: Sequence[PostFacts], post: PostFacts) -> list[PostFacts]:
    by_id = {one.id: one for one in thread}
    found: list[PostFacts] = []
    above = by_id.pop(post.reply_to_id or 0, None)
    while above is not None:
        found.append(above)
        above = by_id.pop(above.reply_to_id or 0, None)
    return found[::-1]


def _answers(thread: Sequence[PostFacts], post: PostFacts) -> list[PostFacts]:
    below = {post.id}
    found: list[PostFacts] = []
    for one in thread:
        if one.reply_to_id in below and one.id != post.id:
            below.add(one.id)
            found.append(one)
    return found
