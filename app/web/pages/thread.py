"""`/posts/{id}` and `/@name/{id}`: a post, what it answers and what answers it."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from fastapi import Request, Response

from app.accounts.filtering import THREAD
from app.accounts.viewer import Viewer
from app.basics.errors import NotFound, ParasolError
from app.doors.access import Access
from app.posts import queries as posts
from app.posts import threads
from app.posts.muted import is_muted
from app.posts.permissions import is_message, takes_no_answer
from app.storage import Session
from app.web import forms, showing, views
from app.web.answering import page
from app.web.branches import branches
from app.web.opening import opened
from app.web.pages.open_page import open_post_of
from app.web.polls import refused
from app.web.routing import page_door
from app.web.showing import Gathered
from app.web.sifting import sifted_entries
from app.web.standing import with_standing
from app.web.visiting import Visit, member, visit

door = page_door()


@dataclass(frozen=True, slots=True)
class _Read:
    posts: Gathered
    more: frozenset[int]
    after: int | None


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
    after = _place(who.request)
    found = await who.house.database.read(_thread, who.viewer, post_id, after)
    read = await opened(who, found.posts)
    shown = await sifted_entries(who, THREAD, read, kept=post_id)
    at = next(index for index, one in enumerate(shown) if one.id == post_id)
    lead = next(entry.post for entry in read.entries if entry.id == post_id)
    may_reply = is_message(lead) or not await who.house.database.read(
        takes_no_answer, who.me.account_id, [lead.author_id]
    )
    muted = bool(who.me.mutes_threads) and await who.house.database.read(is_muted, who.me.account_id, post_id)
    [lead_view] = await with_standing(who, [shown[at]], also={post_id})
    post = replace(lead_view, may_reply=may_reply)
    if error is not None and post.poll is not None:
        post = replace(post, poll=refused(post.poll, error.safe, chosen))
    parents = {entry.id: entry.post.reply_to_id for entry in read.entries}
    view = views.ThreadPage(
        post,
        shown[:at],
        branches(shown[at + 1 :], parents, post_id, found.more),
        muted,
        further="" if found.after is None else f"{post.address}?after={found.after}#answers",
        first=post.address if after is not None else "",
    )
    return await page(who, "post/thread.html", view, address=post.address, status=error.status if error else 200)


def _place(request: Request) -> int | None:
    """After which of its answers the page goes on; a made-up place is the beginning."""
    try:
        return forms.the_id(request.query_params.get("after", ""))
    except NotFound:
        return None


def _thread(session: Session, viewer: Viewer, post_id: int, after: int | None) -> _Read:
    """What it answers, itself, its answers: in this order. Raises NotFound for what this viewer may not read."""
    post = posts.one(session, viewer, post_id)
    found = threads.thread_of(session, viewer, post, after=after)
    gathered = showing.gathered_posts(session, viewer, [*found.above, post, *found.below])
    return _Read(gathered, found.more, found.after)
