"""How far a member has read: their own, shared by their apps and the page."""

from collections.abc import Mapping

from fastapi import Request, Response

from app.api.answering import answer
from app.api.holding import house_of, signed_in
from app.api.reading import asked, sent, some_id
from app.api.refusing import ApiRoute
from app.basics.clock import now
from app.doors.access import Access, Door
from app.posts import body
from app.timelines import places
from app.timelines.places import TIMELINES, Place

door = Door(route_class=ApiRoute)


@door.get("/api/v1/markers", access=Access.MEMBER)
async def read(request: Request) -> Response:
    """Those of `timeline[]`."""
    me, wanted = await signed_in(request, "read:statuses"), asked(request).texts("timeline")
    found = await house_of(request).database.read(places.places, me.account_id)
    return answer(_entities({name: place for name, place in found.items() if name in wanted}))


@door.post("/api/v1/markers", access=Access.MEMBER)
async def move(request: Request) -> Response:
    """`home[last_read_id]`, `notifications[last_read_id]`; with `[version]` only if nobody moved it since then."""
    me, form = await signed_in(request, "write:statuses"), await sent(request)
    wanted = {name: some_id(form, f"{name}[last_read_id]") for name in TIMELINES}
    versions = {name: some_id(form, f"{name}[version]") for name in TIMELINES}
    moved = await house_of(request).database.write(
        places.keep_places, me.account_id, _said(wanted), _said(versions), now=now()
    )
    return answer(_entities(moved))


def _said(values: Mapping[str, int | None]) -> dict[str, int]:
    return {name: value for name, value in values.items() if value is not None}


def _entities(found: Mapping[str, Place]) -> dict[str, object]:
    """Mastodon's Marker of each."""
    return {
        name: {
            "last_read_id": str(place.last_read_id),
            "version": place.version,
            "updated_at": body.moment(place.moved_at),
        }
        for name, place in found.items()
    }
