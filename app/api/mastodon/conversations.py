"""Conversations of messages: one's own only. Their text is there for a token that opens it, and for no other (P10)."""

from collections.abc import Sequence

import msgspec
from fastapi import Request, Response

from app.accounts.filtering import THREAD
from app.api import entities
from app.api.answering import answer
from app.api.filtered import filtered
from app.api.holding import Caller, house_of, signed_in
from app.api.opening import opened_posts
from app.api.paging import links
from app.api.reading import asked, page, the_id
from app.api.refusing import ApiRoute
from app.doors.access import Access, Door
from app.posts import talks
from app.posts.actions import talking
from app.posts.talks import TalkFacts

door = Door(route_class=ApiRoute)

READ, WRITE = "read:statuses", "write:conversations"


@door.get("/api/v1/conversations", access=Access.MEMBER)
async def listed(request: Request) -> Response:
    """What moved last first. The places in its pages are where each stands in the list."""
    me, part = await signed_in(request, READ), page(asked(request))
    found = await house_of(request).database.read(
        talks.listed, me.viewer, before=part.before, after=part.after, upwards=part.upwards, limit=part.limit
    )
    headers = links(request, found[0].place, found[-1].place) if found else None
    return answer(await _entities(request, me, found), headers=headers)


@door.post("/api/v1/conversations/{talk_id}/read", access=Access.MEMBER)
async def read(request: Request, talk_id: str) -> Response:
    """The member has read it."""
    return await _marked(request, talk_id, unread=False)


@door.post("/api/v1/conversations/{talk_id}/unread", access=Access.MEMBER)
async def unread(request: Request, talk_id: str) -> Response:
    """It is to look new again."""
    return await _marked(request, talk_id, unread=True)


@door.delete("/api/v1/conversations/{talk_id}", access=Access.MEMBER)
async def put_away(request: Request, talk_id: str) -> Response:
    """Out of the member's list until something new comes; the messages stay."""
    me = await signed_in(request, WRITE)
    await house_of(request).database.write(talking.put_away, me.account_id, the_id(talk_id))
    return answer({})


async def _marked(request: Request, talk_id: str, *, unread: bool) -> Response:
    me, database, number = await signed_in(request, WRITE), house_of(request).database, the_id(talk_id)
    found = await database.read(talks.one, me.viewer, number)
    await database.write(talking.mark_read, me.account_id, found.id, unread=unread)
    return answer((await _entities(request, me, [await database.read(talks.one, me.viewer, number)]))[0])


async def _entities(request: Request, me: Caller, found: Sequence[TalkFacts]) -> list[dict[str, object]]:
    """Mastodon's Conversation of each."""
    newest = await opened_posts(request, me, [one.newest for one in found])
    key_for = entities.keys_of(request, me)
    statuses = await filtered(request, me, THREAD, [entities.status(post, key_for) for post in newest], folding=True)
    return [_entity(one, status) for one, status in zip(found, statuses, strict=True)]


def _entity(one: TalkFacts, status: bytes) -> dict[str, object]:
    return {
        "id": str(one.id),
        "unread": one.unread,
        "accounts": [msgspec.Raw(other.card) for other in one.people],
        "last_status": msgspec.Raw(status),
    }
