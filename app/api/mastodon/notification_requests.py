"""People whose news waits, and the member's answer to them. Nobody learns that they wait, nor what was answered."""

from collections.abc import Callable, Collection

import msgspec
from fastapi import Request, Response

from app.api import entities
from app.api.answering import answer
from app.api.holding import Caller, house_of, signed_in
from app.api.mastodon.notifications import READ, WRITE, statuses
from app.api.opening import opened_in
from app.api.paging import links
from app.api.reading import asked, ids, page, sent, the_id
from app.api.refusing import ApiRoute
from app.doors.access import Access, Door
from app.notifications import choosing, held
from app.notifications.held import Part, Waiting
from app.notifications.told import Told
from app.storage import Session

door = Door(route_class=ApiRoute)


@door.get("/api/v1/notifications/requests", access=Access.MEMBER)
async def everybody(request: Request) -> Response:
    """Whose news waits. The id of each is that of the account."""
    me, part = await signed_in(request, READ), page(asked(request), held.MOST, held.MOST)
    found = await house_of(request).database.read(
        held.by_account, me.viewer, Part(part.before, part.after, part.upwards, part.limit)
    )
    headers = links(request, found[0].sender.id, found[-1].sender.id) if found else None
    return answer(await _entities(request, me, found), headers=headers)


@door.get("/api/v1/notifications/requests/merged", access=Access.MEMBER)
async def merged(request: Request) -> Response:
    """Whether those let in are among the others yet: always, for they are at once."""
    await signed_in(request, READ)
    return answer({"merged": True})


@door.post("/api/v1/notifications/requests/accept", access=Access.MEMBER)
async def accept_several(request: Request) -> Response:
    """`id[]`: those of them of whom something waits."""
    return await _answered_for_several(request, choosing.let_in)


@door.post("/api/v1/notifications/requests/dismiss", access=Access.MEMBER)
async def dismiss_several(request: Request) -> Response:
    """The same."""
    return await _answered_for_several(request, choosing.set_aside)


@door.get("/api/v1/notifications/requests/{request_id}", access=Access.MEMBER)
async def one(request: Request, request_id: str) -> Response:
    me = await signed_in(request, READ)
    found = await house_of(request).database.read(held.of, me.viewer, the_id(request_id))
    return answer((await _entities(request, me, [found]))[0])


@door.post("/api/v1/notifications/requests/{request_id}/accept", access=Access.MEMBER)
async def accept(request: Request, request_id: str) -> Response:
    """Their news is told, now and from now on."""
    me = await signed_in(request, WRITE)
    return await _answered(request, me, choosing.let_in, [the_id(request_id)])


@door.post("/api/v1/notifications/requests/{request_id}/dismiss", access=Access.MEMBER)
async def dismiss(request: Request, request_id: str) -> Response:
    """What waits of them is forgotten."""
    me = await signed_in(request, WRITE)
    return await _answered(request, me, choosing.set_aside, [the_id(request_id)])


Answer = Callable[[Session, int, Collection[int]], None]


async def _answered_for_several(request: Request, how: Answer) -> Response:
    me = await signed_in(request, WRITE)
    return await _answered(request, me, how, ids(await sent(request), "id"))


async def _answered(request: Request, me: Caller, how: Answer, senders: Collection[int]) -> Response:
    await house_of(request).database.write(how, me.account_id, senders)
    return answer({})


async def _entities(request: Request, me: Caller, found: list[Waiting]) -> list[dict[str, object]]:
    """Mastodon's NotificationRequest, with the newest post that may still be read."""
    newest = await house_of(request).database.read(held.newest_of, me.viewer, found)
    told = await opened_in(request, me, list(newest.values()))
    posts = await statuses(request, me, told)
    by_sender = {one.sender.id: one for one in told}
    return [_entity(one, posts, by_sender.get(one.sender.id)) for one in found]


def _entity(one: Waiting, posts: dict[int, msgspec.Raw], newest: Told | None) -> dict[str, object]:
    about = newest.post.id if newest is not None and newest.post is not None else 0
    return {
        "id": str(one.sender.id),
        "created_at": entities.moment(one.since),
        "updated_at": entities.moment(one.until),
        "notifications_count": str(min(one.number, held.MOST_COUNTED)),
        "account": msgspec.Raw(one.sender.card),
        "last_status": posts.get(about),
    }
