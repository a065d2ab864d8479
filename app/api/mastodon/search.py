"""Search: people, tags, posts by their words, and whatever an address names."""

import msgspec
from fastapi import Request, Response

from app.api import entities
from app.api.answering import answer
from app.api.finding import Named, what_is_named, with_followed
from app.api.holding import Caller, house_of, signed_in
from app.api.mastodon.tags import entity
from app.api.opening import opened_post
from app.api.reading import asked, limit
from app.api.refusing import ApiRoute
from app.api.texts import found_texts, shown
from app.basics.tags import named
from app.doors.access import Access, Door
from app.doors.bodies import Form
from app.timelines import tag_queries
from app.timelines.queries import Entry

door = Door(route_class=ApiRoute)


@door.get("/api/v1/search", access=Access.MEMBER)
@door.get("/api/v2/search", access=Access.MEMBER)
async def search(request: Request) -> Response:
    """`q` as the beginning of a name, a handle, an address or words; `type` chooses what is wanted."""
    me = await signed_in(request, "read:search")
    form = asked(request)
    most, wanted = limit(form, usual=20, most=40), form.text("type")
    named = await what_is_named(request, me, form)
    people, texts = list[bytes](), list[bytes]()
    if wanted in {"", "accounts"}:
        people = entities.accounts(await with_followed(request, me, form, named, most))
    if wanted in {"", "statuses"}:
        texts = await _texts(request, me, form, named, most)
    return answer(
        {
            "accounts": [msgspec.Raw(card) for card in people],
            "statuses": [msgspec.Raw(t) for t in texts],
            "hashtags": await _tags(request, me, form, most) if wanted in {"", "hashtags"} else [],
        }
    )


async def _texts(request: Request, me: Caller, form: Form, named: Named, most: int) -> list[bytes]:
    if named.post is None:
        return await found_texts(request, me, form, most)
    post = await opened_post(request, me, named.post)
    return await shown(request, me, [Entry(post.id, post)])


async def _tags(request: Request, me: Caller, form: Form, most: int) -> list[dict[str, object]]:
    """Those that begin so, by their names: only tags of posts that the member may read, and those they follow."""
    for name in named([form.text("q").strip()]):
        found = await house_of(request).database.read(tag_queries.tags_beginning, me.viewer, name, limit=most)
        return [entity(request, one) for one in found]
    return []
