"""What a member is told: their own only."""

import msgspec
from fastapi import Request, Response

from app.accounts.filtering import NOTIFICATIONS
from app.api import entities
from app.api.answering import answer
from app.api.entities import KeyFor
from app.api.filtered import filtered
from app.api.holding import Caller, house_of, signed_in
from app.api.opening import opened_in
from app.api.paging import links
from app.api.reading import asked, page, sent, the_id
from app.api.refusing import ApiRoute
from app.basics.errors import NotFound
from app.doors.access import Access, Door
from app.doors.bodies import Form
from app.notifications import queries as notifications
from app.notifications.queries import Told

door = Door(route_class=ApiRoute)

READ, WRITE = "read:notifications", "write:notifications"
KINDS = ("mention", "follow", "follow_request", "favourite", "reblog")


@door.get("/api/v1/notifications", access=Access.MEMBER)
async def told(request: Request) -> Response:
    """The newest first; `types` and `exclude_types` choose."""
    me = await signed_in(request, READ)
    found = await opened_in(request, me, await _page(request, me, asked(request)))
    key_for = entities.keys_of(request, me)
    about = await _statuses(request, me, found, key_for)
    return answer([_notification(one, about) for one in found], headers=_links(request, found))


@door.get("/api/v2/notifications", access=Access.MEMBER)
async def grouped(request: Request) -> Response:
    """The same in the newer form, each a group of its own: nothing is added up."""
    me = await signed_in(request, READ)
    found = await opened_in(request, me, await _page(request, me, asked(request)))
    key_for = entities.keys_of(request, me)
    senders = {one.sender.id: msgspec.Raw(one.sender.card) for one in found}
    about = await _statuses(request, me, found, key_for)
    groups = [_group(one) for one in found]
    return answer(
        {"accounts": list(senders.values()), "statuses": list(about.values()), "notification_groups": groups},
        headers=_links(request, found),
    )


@door.get("/api/v1/notifications/unread_count", access=Access.MEMBER)
async def unread(request: Request) -> Response:
    """1 when there is something new, else 0: a dot, never a number that calls."""
    me = await signed_in(request, READ)
    return answer({"count": int(await house_of(request).database.read(notifications.anything_new, me.account_id))})


@door.get("/api/v1/notifications/{notification_id}", access=Access.MEMBER)
async def one(request: Request, notification_id: str) -> Response:
    """One of them; somebody else's is not there."""
    me = await signed_in(request, READ)
    [found] = await opened_in(request, me, [await _one(request, me, the_id(notification_id))])
    return answer(_notification(found, await _statuses(request, me, [found], entities.keys_of(request, me))))


@door.post("/api/v1/notifications/clear", access=Access.MEMBER)
async def clear(request: Request) -> Response:
    """Forget all of them."""
    me = await signed_in(request, WRITE)
    await house_of(request).database.write(notifications.dismiss, me.account_id)
    return answer({})


@door.post("/api/v1/notifications/dismiss", access=Access.MEMBER)
async def dismiss_named(request: Request) -> Response:
    """Forget the one named in the body, as older apps ask."""
    me = await signed_in(request, WRITE)
    return await _dismiss(request, me, (await sent(request)).text("id"))


@door.post("/api/v1/notifications/{notification_id}/dismiss", access=Access.MEMBER)
async def dismiss(request: Request, notification_id: str) -> Response:
    """Forget one of them."""
    me = await signed_in(request, WRITE)
    return await _dismiss(request, me, notification_id)


async def _dismiss(request: Request, me: Caller, notification_id: str) -> Response:
    found = await _one(request, me, the_id(notification_id))
    await house_of(request).database.write(notifications.dismiss, me.account_id, found.id)
    return answer({})


async def _one(request: Request, me: Caller, wanted: int) -> Told:
    found = await house_of(request).database.read(
        notifications.told, me.viewer, before=wanted + 1, after=wanted - 1, limit=1
    )
    if not found:
        raise NotFound
    return found[0]


async def _page(request: Request, me: Caller, form: Form) -> list[Told]:
    part, kinds = page(form), _kinds(form)
    if not kinds:
        return []
    return await house_of(request).database.read(
        notifications.told, me.viewer, before=part.before, after=part.after, kinds=kinds, limit=part.limit
    )


def _kinds(form: Form) -> tuple[str, ...]:
    wanted, unwanted = form.texts("types") or KINDS, form.texts("exclude_types")
    return tuple(kind for kind in KINDS if kind in wanted and kind not in unwanted)


def _links(request: Request, found: list[Told]) -> dict[str, str]:
    return links(request, found[0].id, found[-1].id) if found else {}


async def _statuses(request: Request, me: Caller, found: list[Told], key_for: KeyFor) -> dict[int, msgspec.Raw]:
    """The posts that they are about, by id, with what the member's filters find in them."""
    about = {one.post.id: entities.status(one.post, key_for) for one in found if one.post}
    sifted = await filtered(request, me, NOTIFICATIONS, about.values())
    return dict(zip(about, map(msgspec.Raw, sifted), strict=True))


def _notification(told: Told, about: dict[int, msgspec.Raw]) -> dict[str, object]:
    entity: dict[str, object] = {
        "id": str(told.id),
        "type": told.kind,
        "created_at": entities.moment(told.told_at),
        "group_key": f"ungrouped-{told.id}",
        "account": msgspec.Raw(told.sender.card),
    }
    if told.post is not None:
        entity["status"] = about[told.post.id]
    return entity


def _group(told: Told) -> dict[str, object]:
    group: dict[str, object] = {
        "group_key": f"ungrouped-{told.id}",
        "notifications_count": 1,
        "type": told.kind,
        "most_recent_notification_id": str(told.id),
        "page_min_id": str(told.id),
        "page_max_id": str(told.id),
        "latest_page_notification_at": entities.moment(told.told_at),
        "sample_account_ids": [str(told.sender.id)],
    }
    if told.post is not None:
        group["status_id"] = str(told.post.id)
    return group
