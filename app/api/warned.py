"""What people decided about a member, as apps know it: Mastodon's AccountWarning, without what is sealed (P10)."""

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec
from fastapi import Request

from app.api import entities
from app.api.holding import Caller, house_of
from app.notifications.told import Told
from moderation.decided import queries
from moderation.decided.queries import InBrief
from moderation.measures import Measure

# Mastodon's word for each, as near as it has one.
ACTIONS: Final[Mapping[Measure, str]] = {
    Measure.ADD_WARNING: "mark_statuses_as_sensitive",
    Measure.HIDE_PICTURE: "mark_statuses_as_sensitive",
    Measure.HOLD: "delete_statuses",
    Measure.REMOVE: "delete_statuses",
    Measure.PAUSE_POSTING: "disable",
    Measure.LIMIT: "silence",
    Measure.SUSPEND: "suspend",
    Measure.END_ACCOUNT: "suspend",
}
_APPEALS: Final = {"pending": "pending", "upheld": "rejected", "overturned": "approved", "silence": "approved"}


async def warnings(request: Request, me: Caller, found: Sequence[Told]) -> dict[int, dict[str, object]]:
    """By the decision's id; nothing is read where nothing was decided."""
    about = [one.decision_id for one in found if one.decision_id is not None]
    if not about:
        return {}
    house = house_of(request)
    decided = await house.database.read(queries.in_brief, me.account_id, about)
    cards = {one.decision_id: one.sender.card for one in found}
    return {one.id: _warning(one, cards[one.id], house.settings.origin) for one in decided}


def _warning(one: InBrief, card: bytes, origin: str) -> dict[str, object]:
    """The reason is not in it: it is opened on the decision's own page alone."""
    appeal = _APPEALS.get(one.appeal_state)
    return {
        "id": str(one.id),
        "action": ACTIONS.get(one.measure, "none"),
        "text": f"People here decided about you. Read what, why, and how to appeal: {origin}/decisions/{one.id}",
        "status_ids": [] if one.post_id is None else [str(one.post_id)],
        "target_account": msgspec.Raw(card),
        "appeal": {"text": "", "state": appeal} if appeal else None,
        "created_at": entities.moment(one.at),
    }
