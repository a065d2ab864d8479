"""Timelines, in time order and nothing else (P5)."""

from collections.abc import Sequence

from fastapi import Request, Response

from app.accounts.filtering import HOME, PUBLIC
from app.api import entities
from app.api.answering import ready, ready_list
from app.api.filtered import filtered
from app.api.holding import Caller, house_of, signed_in
from app.api.paging import links
from app.api.reading import asked, page
from app.api.refusing import ApiRoute
from app.doors.access import Access, Door
from app.posts.body import any_unfinished
from app.timelines import encoded_queries
from app.timelines import queries as timelines
from app.timelines.encoded_queries import Encoded

door = Door(route_class=ApiRoute)

READ = "read:statuses"


@door.get("/api/v1/timelines/home", access=Access.MEMBER)
async def home(request: Request) -> Response:
    """What the member's home shows. The hottest route: two short reads, then bytes."""
    me = await signed_in(request, READ)
    rows = await house_of(request).database.read(encoded_queries.home_encoded, me.viewer, page(asked(request)))
    return await _encoded(request, me, HOME, rows, rows)


@door.get("/api/v1/timelines/public", access=Access.MEMBER)
async def public(request: Request) -> Response:
    """`local`: this community; `remote`: from allies; neither: both. For members only, whatever its name says."""
    me = await signed_in(request, READ)
    form = asked(request)
    database = house_of(request).database
    if form.truth("local"):
        rows = await database.read(encoded_queries.community_encoded, me.viewer, page(form))
        wanted = [row for row in rows if row.pictures] if form.truth("only_media") else rows
        return await _encoded(request, me, PUBLIC, rows, wanted)
    query = timelines.from_allies if form.truth("remote") else timelines.everywhere
    rows = await database.read(query, me.viewer, page(form))
    wanted = [row for row in rows if row.post.pictures] if form.truth("only_media") else rows
    found = await filtered(request, me, PUBLIC, entities.statuses(wanted, entities.keys_of(request, me)))
    return ready_list(found, links(request, rows[0].id, rows[-1].id) if rows else None)


async def _encoded(
    request: Request, me: Caller, context: str, rows: Sequence[Encoded], wanted: Sequence[Encoded]
) -> Response:
    """What is wanted of a page that was read as bytes; the next page follows all of it."""
    headers = links(request, rows[0].id, rows[-1].id) if rows else None
    key_for = entities.keys_of(request, me)
    if not (me.has_filters or me.mutes_threads or any_unfinished([row.body for row in wanted])):
        return ready(entities.page(wanted, key_for), headers)
    return ready_list(await filtered(request, me, context, entities.encoded(wanted, key_for)), headers)
