"""`/bookmarks` and `/favourites`: what a member marked, for nobody else."""

from fastapi import Request, Response

from app.accounts.filtering import PUBLIC
from app.doors.access import Access
from app.timelines import marked
from app.web import forms, views
from app.web.answering import page
from app.web.opening import opened
from app.web.pages.listing import Query, here, older_than, one_page
from app.web.routing import page_door
from app.web.sifting import sifted_entries
from app.web.visiting import Visit, member

door = page_door()


@door.get("/bookmarks", access=Access.MEMBER)
async def show_bookmarks(request: Request) -> Response:
    who = await member(request)
    return await _marked(who, marked.bookmarks, "bookmark/list.html", "/bookmarks", forms.before(request))


@door.get("/favourites", access=Access.MEMBER)
async def show_favourites(request: Request) -> Response:
    who, before = await member(request), marked.place_in(request.query_params.get("before", ""))
    return await _marked(who, marked.favourites, "bookmark/favourites.html", "/favourites", before)


async def _marked(who: Visit, query: Query, template: str, path: str, before: int | None) -> Response:
    read, older = await who.house.database.read(one_page, query, who.viewer, before)
    view = views.TimelinePage(
        await sifted_entries(who, PUBLIC, await opened(who, read), folding=True),
        older_than(path, older),
        newest=path if before else "",
    )
    return await page(who, template, view, place="more", address=here(path, before))
