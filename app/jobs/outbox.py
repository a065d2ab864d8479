"""`announce`: the fact an act leaves behind, one row in the act's own transaction."""

from dataclasses import asdict

import msgspec
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.basics.events import Event, event_named
from app.jobs.bell import ring_after_commit
from app.jobs.models import Announcement

MOST_AT_ONCE = 50


def announce(session: Session, event: Event) -> None:
    """Write the fact down; whoever wiring names reacts to it later, exactly once."""
    session.add(Announcement(event=event.name, payload=msgspec.json.encode(asdict(event))))
    ring_after_commit(session)


def waiting(session: Session) -> list[int]:
    """The ids of the oldest facts nobody has reacted to yet."""
    return list(session.scalars(select(Announcement.id).order_by(Announcement.id).limit(MOST_AT_ONCE)))


def take(session: Session, announcement_id: int) -> Event | None:
    """Remove one fact and give it back, in the transaction of the reactions; None when it was taken already."""
    row = session.execute(
        delete(Announcement)
        .where(Announcement.id == announcement_id)
        .returning(Announcement.event, Announcement.payload)
    ).one_or_none()
    return None if row is None else msgspec.json.decode(row.payload, type=event_named(row.event))
