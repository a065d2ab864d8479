"""What a member is told: their own only."""

from collections.abc import Sequence

import msgspec
from fastapi import Request, Response

from app.accounts.filtering import NOTIFICATIONS
from app.api import entities
from app.api.answering import answer
from app.api.filtered import filtered
from app.api.holding import Caller, house_of, signed_in
from app.api.opening import opened_in
from app.api.paging import links
from app.api.reading import asked, page, sent, some_id, the_id
from app.api.refusing import ApiRoute
from app.api.warned import warnings
from app.basics.errors import NotFound
from app.doors.access import Access, Door
from app.doors.bodies import Form
from app.notifications import queries as notifications
from app.notifications.grouping import key_of
from app.notifications.kinds import KINDS
from app.notifications.queries import Wanted
from app.notifications.told import Told

door = Door(route_class=ApiRoute)

READ, WRITE = "read:notifications", "write:notifications"


@door.get("/api/v1/notifications", access=Access.MEMBER)
async def told(request: Request) -> Response:
    """The newest first; `types` and `exclude_types` choose."""
    me = await signed_in(request, READ)
    found = await opened_in(request, me, await _page(request, me, asked(request)))
    about, decided = await statuses(request, me, found), await warnings(request, me, found)
    return answer([_notification(one, about, decided) for one in found], headers=_links(request, found))


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
    about, decided = await statuses(request, me, [found]), await warnings(request, me, [found])
    return answer(_notification(found, about, decided))


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
        notifications.told, me.viewer, Wanted(ids=(wanted,), held=None), limit=1
    )
    if not found:
        raise NotFound
    return found[0]


async def _page(request: Request, me: Caller, form: Form) -> list[Told]:
    wanted = wanted_in(form)
    if wanted is None:
        return []
    return await house_of(request).database.read(notifications.told, me.viewer, wanted, limit=page(form).limit)


def wanted_in(form: Form) -> Wanted | None:
    """Which of them are asked for: `types`, `exclude_types`, `account_id`, and which page; None for none at all.

    With `include_filtered`, or of one account, those too that wait.
    """
    types, unwanted, part = form.texts("types") or KINDS, form.texts("exclude_types"), page(form)
    from_id = some_id(form, "account_id")
    held = None if form.truth("include_filtered") or from_id is not None else False
    kinds = tuple(kind for kind in KINDS if kind in types and kind not in unwanted)
    if not kinds:
        return None
    return Wanted(kinds, from_id, None, part.before, part.after, part.upwards, held)


def _links(request: Request, found: list[Told]) -> dict[str, str]:
    return links(request, found[0].id, found[-1].id) if found else {}


async def statuses(request: Request, me: Caller, found: Sequence[Told]) -> dict[int, msgspec.Raw]:
    """The posts that they are about, by id, with what the member's filters find in them."""
    key_for = entities.keys_of(request, me)
    about = {one.post.id: entities.status(one.post, key_for) for one in found if one.post}
    sifted = await filtered(request, me, NOTIFICATIONS, about.values())
    return dict(zip(about, map(msgspec.Raw, sifted), strict=True))


def _notification(
    told: Told, about: dict[int, msgspec.Raw], decided: dict[int, dict[str, object]]
) -> dict[str, object]:
    entity: dict[str, object] = {
        "id": str(told.id),
        "type": told.kind,
        "created_at": entities.moment(told.told_at),
        "group_key": key_of(told),
        "account": msgspec.Raw(told.sender.card),
    }
    if told.held:
        entity["filtered"] = True
    if told.post is not None:
        entity["status"] = about[told.post.id]
    if told.decision_id in decided:
        entity["moderation_warning"] = decided[told.decision_id]
    return entity
