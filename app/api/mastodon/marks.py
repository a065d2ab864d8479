"""A member's marks on a post: favourites and boosts."""

from fastapi import Request, Response

from app.api.answering import ready, ready_list
from app.api.boosts import found_boost
from app.api.holding import house_of, signed_in
from app.api.mastodon.statuses import shown
from app.api.reading import the_id
from app.api.refusing import ApiRoute
from app.basics.clock import now
from app.doors.access import Access, Door
from app.posts import queries as posts
from app.posts.actions import thanking

door = Door(route_class=ApiRoute)

FAVOURITE, BOOST = "write:favourites", "write:statuses"


@door.post("/api/v1/statuses/{status_id}/favourite", access=Access.MEMBER)
async def favourite(request: Request, status_id: str) -> Response:
    """A quiet thank-you, which only the author is told of."""
    me = await signed_in(request, FAVOURITE)
    await house_of(request).database.write(thanking.favour, me.account_id, the_id(status_id), now=now())
    return await shown(request, me, the_id(status_id))


@door.post("/api/v1/statuses/{status_id}/unfavourite", access=Access.MEMBER)
async def unfavourite(request: Request, status_id: str) -> Response:
    """Take it back."""
    me = await signed_in(request, FAVOURITE)
    database, number = house_of(request).database, the_id(status_id)
    await database.read(posts.one, me.viewer, number)
    await database.write(thanking.take_back_favourite, me.account_id, number)
    return await shown(request, me, number)


@door.post("/api/v1/statuses/{status_id}/reblog", access=Access.MEMBER)
async def boost(request: Request, status_id: str) -> Response:
    """Show a post to one's followers; the answer is the boost, the earlier one when boosted before."""
    me = await signed_in(request, BOOST)
    boost_id = await house_of(request).database.write(thanking.boost, me.account_id, the_id(status_id), now=now())
    return ready((await found_boost(request, me, boost_id)).entity)


@door.post("/api/v1/statuses/{status_id}/unreblog", access=Access.MEMBER)
async def unboost(request: Request, status_id: str) -> Response:
    """Take it back; the answer is the post."""
    me = await signed_in(request, BOOST)
    database, number = house_of(request).database, the_id(status_id)
    await database.read(posts.one, me.viewer, number)
    await database.write(thanking.take_back_boost, me.account_id, number)
    return await shown(request, me, number)


@door.get("/api/v1/statuses/{status_id}/favourited_by", access=Access.MEMBER)
@door.get("/api/v1/statuses/{status_id}/reblogged_by", access=Access.MEMBER)
async def nobody_is_listed(request: Request, status_id: str) -> Response:
    """Who thanked is between two people, and who boosted shows in the homes of their followers: no lists (P4)."""
    me = await signed_in(request, "read:statuses")
    await house_of(request).database.read(posts.one, me.viewer, the_id(status_id))
    return ready_list([])
