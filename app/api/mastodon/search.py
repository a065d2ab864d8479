"""Search: people, tags, and whatever an address names. Texts are not searched yet."""

import msgspec
from fastapi import Request, Response

from app.api import entities
from app.api.answering import answer
from app.api.finding import what_is_named, with_followed
from app.api.holding import Caller, house_of, signed_in
from app.api.mastodon.tags import entity
from app.api.opening import opened_post
from app.api.polled import polled
from app.api.reading import asked, limit
from app.api.refusing import ApiRoute
from app.basics.tags import named
from app.doors.access import Access, Door
from app.doors.bodies import Form
from app.timelines import tag_queries

door = Door(route_class=ApiRoute)


@door.get("/api/v1/search", access=Access.MEMBER)
@door.get("/api/v2/search", access=Access.MEMBER)
async def search(request: Request) -> Response:
    """`q` as the beginning of a name, a handle or an address; `type` chooses what is wanted."""
    me = await signed_in(request, "read:search")
    form = asked(request)
    most, wanted = limit(form, usual=20, most=40), form.text("type")
    named = await what_is_named(request, me, form)
    people, texts = list[bytes](), list[bytes]()
    if wanted in {"", "accounts"}:
        people = entities.accounts(await with_followed(request, me, form, named, most))
    if wanted in {"", "statuses"} and named.post is not None:
        found = entities.status(await opened_post(request, me, named.post), entities.keys_of(request, me))
        texts = await polled(request, me, [found])
    return answer(
        {
            "accounts": [msgspec.Raw(card) for card in people],
            "statuses": [msgspec.Raw(t) for t in texts],
            "hashtags": await _tags(request, me, form, most) if wanted in {"", "hashtags"} else [],
        }
    )


async def _tags(request: Request, me: Caller, form: Form, most: int) -> list[dict[str, object]]:
    """Those that begin so, by their names: only tags of posts that the member may read, and those they follow."""
    for name in named([form.text("q").strip()]):
        found = await house_of(request).database.read(tag_queries.tags_beginning, me.viewer, name, limit=most)
        return [entity(request, one) for one in found]
    return []
