"""A member's marks on a post: favourites, boosts and bookmarks; and the lists of what they marked."""

from dataclasses import replace

from fastapi import Request, Response

from app.accounts.filtering import PUBLIC
from app.api import entities
from app.api.answering import ready, ready_list
from app.api.boosts import found_boost
from app.api.filtered import filtered
from app.api.holding import Caller, house_of, signed_in
from app.api.mastodon.statuses import shown
from app.api.opening import opened_in
from app.api.paging import links
from app.api.reading import asked, limit, page, the_id
from app.api.refusing import ApiRoute
from app.basics.clock import now
from app.basics.errors import Invalid
from app.doors.access import Access, Door
from app.doors.bodies import Form
from app.posts import queries as posts
from app.posts.actions import bookmarking, muting, thanking
from app.timelines import marked
from app.timelines.queries import Entry, Page

door = Door(route_class=ApiRoute)

FAVOURITE, BOOST, BOOKMARK = "write:favourites", "write:statuses", "write:bookmarks"
MUTE = "write:mutes"


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


@door.post("/api/v1/statuses/{status_id}/bookmark", access=Access.MEMBER)
async def bookmark(request: Request, status_id: str) -> Response:
    """To find it again; nobody else learns of it."""
    me = await signed_in(request, BOOKMARK)
    await house_of(request).database.write(bookmarking.bookmark, me.account_id, the_id(status_id), now=now())
    return await shown(request, me, the_id(status_id))


@door.post("/api/v1/statuses/{status_id}/unbookmark", access=Access.MEMBER)
async def unbookmark(request: Request, status_id: str) -> Response:
    """No longer among them; the answer is the post."""
    me = await signed_in(request, BOOKMARK)
    database, number = house_of(request).database, the_id(status_id)
    await database.read(posts.one, me.viewer, number)
    await database.write(bookmarking.take_out, me.account_id, number)
    return await shown(request, me, number)


@door.get("/api/v1/bookmarks", access=Access.MEMBER)
async def bookmarks(request: Request) -> Response:
    """What the member bookmarked, the newest bookmark first; the places are the bookmarks' own ids."""
    me = await signed_in(request, "read:bookmarks")
    found = await house_of(request).database.read(marked.bookmarks, me.viewer, page(asked(request)))
    return await _listed(request, me, found)


@door.post("/api/v1/statuses/{status_id}/mute", access=Access.MEMBER)
async def mute(request: Request, status_id: str) -> Response:
    """Be told nothing of its thread any more."""
    me = await signed_in(request, MUTE, also="follow")
    await house_of(request).database.write(muting.mute_thread, me.account_id, the_id(status_id), now=now())
    return await shown(request, replace(me, mutes_threads=True), the_id(status_id))


@door.post("/api/v1/statuses/{status_id}/unmute", access=Access.MEMBER)
async def unmute(request: Request, status_id: str) -> Response:
    """Be told of it again."""
    me = await signed_in(request, MUTE, also="follow")
    await house_of(request).database.write(muting.end_mute, me.account_id, the_id(status_id))
    return await shown(request, me, the_id(status_id))


@door.get("/api/v1/favourites", access=Access.MEMBER)
async def favourites(request: Request) -> Response:
    """What the member gave thanks for, the last of it first."""
    me = await signed_in(request, "read:favourites")
    found = await house_of(request).database.read(marked.favourites, me.viewer, _part(asked(request)))
    return await _listed(request, me, found)


async def _listed(request: Request, me: Caller, found: list[Entry]) -> Response:
    shown = entities.statuses(await opened_in(request, me, found), entities.keys_of(request, me))
    shown = await filtered(request, me, PUBLIC, shown, folding=True)
    return ready_list(shown, links(request, found[0].id, found[-1].id) if found else None)


def _part(form: Form) -> Page:
    """Which part of the favourites: their places are longer than ids."""
    upwards = _place(form, "min_id")
    after = _place(form, "since_id") if upwards is None else upwards
    return Page(_place(form, "max_id"), after, upwards is not None, limit(form))


def _place(form: Form, name: str) -> int | None:
    word = form.text(name).strip()
    found = marked.place_in(word)
    if word and found is None:
        raise Invalid(name, f"{name} is not a place in this list.")
    return found


@door.get("/api/v1/statuses/{status_id}/favourited_by", access=Access.MEMBER)
@door.get("/api/v1/statuses/{status_id}/reblogged_by", access=Access.MEMBER)
async def nobody_is_listed(request: Request, status_id: str) -> Response:
    """Who thanked is between two people, and who boosted shows in the homes of their followers: no lists (P4)."""
    me = await signed_in(request, "read:statuses")
    await house_of(request).database.read(posts.one, me.viewer, the_id(status_id))
    return ready_list([])
