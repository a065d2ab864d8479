"""How far a member has read, in home and in notifications: moved when they say so, or an app does for them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Account
from app.basics.errors import Conflict
from app.timelines.models import Marker

HOME: Final = "home"
TIMELINES: Final = (HOME, "notifications")
MOVED_ALREADY: Final = "Another of your apps moved it in the meantime. Please read it again."


@dataclass(frozen=True, slots=True)
class Place:
    """How far, how often it was moved, and when last."""

    last_read_id: int
    version: int
    moved_at: datetime


def places(session: Session, account_id: int) -> dict[str, Place]:
    """The member's own, by the timeline's name."""
    rows = session.scalars(select(Marker).where(Marker.account_id == account_id))
    return {row.timeline: Place(row.last_read_id, row.version, row.moved_at) for row in rows}


def keep_places(
    session: Session, account_id: int, wanted: Mapping[str, int], versions: Mapping[str, int], *, now: datetime
) -> dict[str, Place]:
    """Move them there; what stands afterwards. Raises Conflict where somebody names a version that is not the newest.

    The one of home is noted with the account too, so that the page asks nobody else for it.
    """
    for timeline, last_read_id in wanted.items():
        marker = session.get(Marker, (account_id, timeline), with_for_update=True)
        if marker is None:
            marker = Marker(account_id=account_id, timeline=timeline, version=-1)
            session.add(marker)
        if versions.get(timeline, marker.version) != marker.version:
            raise Conflict(MOVED_ALREADY)
        marker.last_read_id, marker.moved_at, marker.version = last_read_id, now, marker.version + 1
        if timeline == HOME:
            session.get_one(Account, account_id).read_up_to = last_read_id
    session.flush()
    found = places(session, account_id)
    return {timeline: found[timeline] for timeline in wanted}
