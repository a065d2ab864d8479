"""Who quoted a post, taking it out again, and who may quote it (docs.joinmastodon.org/client/quotes)."""

from fastapi import Request, Response

from app.accounts.filtering import THREAD
from app.api import entities
from app.api.answering import ready_list
from app.api.filtered import filtered
from app.api.holding import house_of, signed_in
from app.api.mastodon.statuses import READ, WRITE, shown
from app.api.paging import links
from app.api.quote_forms import quotable_in
from app.api.reading import asked, sent, some_id, the_id
from app.api.refusing import ApiRoute
from app.basics.errors import Invalid
from app.doors.access import Access, Door
from app.posts import quotes
from app.posts.actions import quoting

door = Door(route_class=ApiRoute)


@door.get("/api/v1/statuses/{status_id}/quotes", access=Access.MEMBER)
async def quoting_posts(request: Request, status_id: str) -> Response:
    """What quotes one's own post. Of somebody else's it is told to nobody, and how often to nobody at all."""
    me = await signed_in(request, READ)
    before = some_id(asked(request), "max_id")
    found = await house_of(request).database.read(quotes.quoting, me.viewer, the_id(status_id), before=before)
    page, key_for = found[: quotes.A_PAGE], entities.keys_of(request, me)
    whole = await filtered(request, me, THREAD, [entities.status(post, key_for) for post in page])
    return ready_list(whole, links(request, page[0].id, page[-1].id) if page else None)


@door.post("/api/v1/statuses/{status_id}/quotes/{quoting_id}/revoke", access=Access.MEMBER)
async def revoke(request: Request, status_id: str, quoting_id: str) -> Response:
    """Take one's own post out of somebody's; the answer is that one, without it."""
    me = await signed_in(request, WRITE)
    number = the_id(quoting_id)
    await house_of(request).database.write(quoting.take_back, me.account_id, the_id(status_id), number)
    return await shown(request, me, number)


@door.put("/api/v1/statuses/{status_id}/interaction_policy", access=Access.MEMBER)
async def say_who_may_quote(request: Request, status_id: str) -> Response:
    """From now on; what was allowed stays."""
    me = await signed_in(request, WRITE)
    said = quotable_in(await sent(request))
    if said is None:
        raise Invalid("quote_approval_policy", "quote_approval_policy says who may quote it.")
    number, origin = the_id(status_id), house_of(request).settings.origin
    await house_of(request).database.write(quoting.let_quote, me.account_id, number, said, origin=origin)
    return await shown(request, me, number)
