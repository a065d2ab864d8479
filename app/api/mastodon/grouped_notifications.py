"""What a member is told, put together: thanks for one post, and who began to follow, a day in one line."""

from collections.abc import Sequence

import msgspec
from fastapi import Request, Response

from app.api import entities
from app.api.answering import answer
from app.api.holding import Caller, house_of, signed_in
from app.api.mastodon.notifications import READ, WRITE, statuses, wanted_in
from app.api.opening import opened_in
from app.api.paging import links
from app.api.reading import asked, limit
from app.api.refusing import ApiRoute
from app.api.warned import warnings
from app.doors.access import Access, Door
from app.doors.bodies import Form
from app.notifications import queries as notifications
from app.notifications.grouping import TOGETHER, Group, gathered
from app.notifications.queries import Wanted

door = Door(route_class=ApiRoute)

USUAL, SAMPLE = 40, 8


@door.get("/api/v2/notifications", access=Access.MEMBER)
async def lines(request: Request) -> Response:
    """The newest first. `grouped_types`: only these are put together; the rest of the query as in the older form."""
    me, form = await signed_in(request, READ), asked(request)
    wanted = wanted_in(form)
    found = [] if wanted is None else await _lines(request, me, form, wanted)
    told = [one for group in found for one in group.told]
    headers = links(request, max(one.id for one in told), min(one.id for one in told)) if told else None
    return answer(await _entity(request, me, found), headers=headers)


@door.get("/api/v2/notifications/unread_count", access=Access.MEMBER)
async def unread(request: Request) -> Response:
    """1 when there is something new, else 0: a dot, never a number that calls."""
    me = await signed_in(request, READ)
    return answer({"count": int(await house_of(request).database.read(notifications.anything_new, me.account_id))})


@door.get("/api/v2/notifications/{group_key}", access=Access.MEMBER)
async def one(request: Request, group_key: str) -> Response:
    """One line; somebody else's is not there."""
    me = await signed_in(request, READ)
    return answer(await _entity(request, me, [await _under(request, me, group_key)]))


@door.get("/api/v2/notifications/{group_key}/accounts", access=Access.MEMBER)
async def accounts(request: Request, group_key: str) -> Response:
    """Everybody in it, who came last first."""
    me = await signed_in(request, READ)
    found = await _under(request, me, group_key)
    return answer([msgspec.Raw(sender.card) for sender in found.senders])


@door.post("/api/v2/notifications/{group_key}/dismiss", access=Access.MEMBER)
async def dismiss(request: Request, group_key: str) -> Response:
    """Forget all that is in it."""
    me = await signed_in(request, WRITE)
    await house_of(request).database.write(notifications.dismiss_line, me.viewer, group_key)
    return answer({})


async def _lines(request: Request, me: Caller, form: Form, wanted: Wanted) -> list[Group]:
    together = form.texts("grouped_types") or TOGETHER
    told = await house_of(request).database.read(notifications.told, me.viewer, wanted, limit=notifications.MOST)
    if not wanted.upwards:
        return gathered(told, limit(form, USUAL), together)
    oldest_first = gathered(told[::-1], limit(form, USUAL), together)
    taken = {one.id for group in oldest_first for one in group.told}
    return gathered([one for one in told if one.id in taken], len(taken), together)


async def _under(request: Request, me: Caller, group_key: str) -> Group:
    return await house_of(request).database.read(notifications.under, me.viewer, group_key)


async def _entity(request: Request, me: Caller, found: Sequence[Group]) -> dict[str, object]:
    """Mastodon's GroupedNotificationsResults: each account and each post once, beside the lines that name them."""
    newest = await opened_in(request, me, [group.newest for group in found])
    decided = await warnings(request, me, newest)
    senders = {sender.id: sender.card for group in found for sender in group.senders[:SAMPLE]}
    return {
        "accounts": [msgspec.Raw(card) for card in senders.values()],
        "statuses": list((await statuses(request, me, newest)).values()),
        "notification_groups": [_line(group, decided) for group in found],
    }


def _line(group: Group, decided: dict[int, dict[str, object]]) -> dict[str, object]:
    line: dict[str, object] = {
        "group_key": group.key,
        "notifications_count": len(group.told),
        "type": group.kind,
        "most_recent_notification_id": str(group.newest.id),
        "page_min_id": str(group.told[-1].id),
        "page_max_id": str(group.newest.id),
        "latest_page_notification_at": entities.moment(group.newest.told_at),
        "sample_account_ids": [str(sender.id) for sender in group.senders[:SAMPLE]],
    }
    if group.post is not None:
        line["status_id"] = str(group.post.id)
    if group.newest.decision_id in decided:
        line["moderation_warning"] = decided[group.newest.decision_id]
    return line
