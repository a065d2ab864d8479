"""`/posts/{id}/quotes`: who quoted one's own post, who may, and taking it out of a quote. For its author alone."""

from collections.abc import Sequence

from fastapi import Request, Response

from app.accounts.filtering import NO_SIEVE
from app.accounts.viewer import Viewer
from app.basics.errors import NotFound, ParasolError
from app.doors.access import Access
from app.posts import queries, quotes
from app.posts.actions import quoting
from app.posts.quoting import who_may
from app.storage import Session
from app.web import forms, showing
from app.web.answering import onward, onward_after, page
from app.web.opening import opened
from app.web.pages.listing import here, older_than
from app.web.routing import page_door
from app.web.showing import Gathered
from app.web.sifting import completed
from app.web.views import PostView
from app.web.views.quotes import QuotesPage
from app.web.visiting import Visit, member

door = page_door()


@door.get("/posts/{post}/quotes", access=Access.MEMBER)
async def show_quotes(request: Request, post: str) -> Response:
    return await _shown(await member(request), forms.the_id(post))


@door.post("/posts/{post}/quotes", access=Access.MEMBER)
async def say_who_may_quote(request: Request, post: str) -> Response:
    """`quotable=nobody|followers|readers`, from now on."""
    who, post_id = await member(request), forms.the_id(post)
    form, origin = await forms.sent(who), who.house.settings.origin
    try:
        said = who_may(form.text("quotable"))
        await who.house.database.write(quoting.let_quote, who.me.account_id, post_id, said, origin=origin)
    except NotFound:
        raise
    except ParasolError as error:
        return await _shown(who, post_id, error)
    return onward(f"/posts/{post_id}/quotes?done=kept")


@door.post("/posts/{post}/quotes/taken-out", access=Access.MEMBER)
async def take_out(request: Request, post: str) -> Response:
    """`take_out`: the id of what quotes it. They are told of nothing."""
    who, post_id = await member(request), forms.the_id(post)
    form = await forms.sent(who)
    quoting_id = forms.the_id(form.text("take_out"))
    taking_out = who.house.database.write(quoting.take_back, who.me.account_id, post_id, quoting_id)
    return await onward_after(taking_out, f"/posts/{post_id}/quotes", done="quote-taken-out")


async def _shown(who: Visit, post_id: int, error: ParasolError | None = None) -> Response:
    before = forms.before(who.request)
    own, found, older = await who.house.database.read(_read, who.viewer, post_id, before)
    [post] = await _views(who, await opened(who, own))
    path = f"{post.address}/quotes"
    view = QuotesPage(post, await _views(who, found), older_than(path, older), error.safe if error else "")
    return await page(who, "post/quotes.html", view, address=here(path, before), status=error.status if error else 200)


async def _views(who: Visit, read: Gathered) -> Sequence[PostView]:
    return await completed(who, NO_SIEVE, showing.post_views(read, who.me.account_id))


def _read(session: Session, viewer: Viewer, post_id: int, before: int | None) -> tuple[Gathered, Gathered, int | None]:
    """Raises NotFound also for somebody else's post."""
    post = queries.one(session, viewer, post_id)
    if post.author_id != viewer.account_id:
        raise NotFound
    found = quotes.quoting(session, viewer, post_id, before=before)
    shown = found[: quotes.A_PAGE]
    older = shown[-1].id if len(found) > len(shown) else None
    own, quoting = (showing.gathered_posts(session, viewer, one) for one in ([post], shown))
    return own, quoting, older
