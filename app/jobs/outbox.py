"""`announce`: the fact an act leaves behind, one row in the act's own transaction."""

from collections.abc import Callable, Collection, Generator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import bindparam, delete, select
from sqlalchemy import event as sqlalchemy_event
from sqlalchemy.orm import Session

from app.basics.events import Event, event_named
from app.jobs.bell import ring_after_commit
from app.jobs.models import Announcement
from app.storage import Prepared
from app.storage.portions import delete_some

# One transaction holds the one writer: somebody who posts meanwhile waits for no more than so many reactions.
MOST_AT_ONCE = 10
# A fact that nobody could react to for so long is let go: only a fault of ours keeps one that long.
KEPT_FOR = timedelta(days=30)

_TAKE = Prepared(
    lambda: (
        delete(Announcement)
        .where(Announcement.id == bindparam("announcement_id"))
        .returning(Announcement.event, Announcement.payload)
    )
)

React = Callable[[Session, Event], None]


@dataclass(frozen=True, slots=True)
class Round:
    """What one round over the facts did; a failed fact stays where it is, with what stopped it."""

    done: int
    failed: dict[int, Exception]


def announce(session: Session, event: Event) -> None:
    """Write the fact down; whoever wiring names reacts to it later, exactly once."""
    session.add(Announcement(event=event.name, payload=msgspec.json.encode(asdict(event))))
    ring_after_commit(session)


def waiting(session: Session, passing_over: Collection[int] = ()) -> list[int]:
    """The ids of the oldest facts nobody has reacted to yet."""
    query = (
        select(Announcement.id).where(Announcement.id.not_in(passing_over)) if passing_over else select(Announcement.id)
    )
    return list(session.scalars(query.order_by(Announcement.id).limit(MOST_AT_ONCE)))


def react_to(session: Session, ids: Collection[int], react: React) -> Round:
    """Take these facts in order and react to each: a SAVEPOINT each, so that one which fails changes nothing."""
    done, failed = 0, dict[int, Exception]()
    for announcement_id in ids:
        try:
            with session.begin_nested(), _what_is_read_is_held(session):
                event = _take(session, announcement_id)
                if event is not None:
                    react(session, event)
            done += 1
        except Exception as error:  # noqa: BLE001 - told to the runner, which tries again
            failed[announcement_id] = error
    return Round(done, failed)


def forget_old(session: Session, now: datetime) -> bool:
    """A sweep: facts that could not be reacted to for thirty days. Whether there may be more."""
    return delete_some(session, Announcement, Announcement.announced_at <= now - KEPT_FOR)


@contextmanager
def _what_is_read_is_held(session: Session) -> Generator[None]:
    """A session forgets a row that nobody holds: each of five reactions to a post would read that post anew."""
    held: list[object] = []

    def hold(_session: Session, instance: object) -> None:
        held.append(instance)

    sqlalchemy_event.listen(session, "loaded_as_persistent", hold)
    try:
        yield
    finally:
        sqlalchemy_event.remove(session, "loaded_as_persistent", hold)


def _take(session: Session, announcement_id: int) -> Event | None:
    """Remove one fact, in the transaction of its reactions; None when it was taken already."""
    for name, payload in _TAKE.rows(session, announcement_id=announcement_id):
        return msgspec.json.decode(payload, type=event_named(name))
    return None
