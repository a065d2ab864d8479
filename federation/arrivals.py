"""What came in and waits for its job: sealed, together with the mark that its signature was seen."""

from datetime import datetime
from typing import Final

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.basics.errors import TooMany, Unavailable
from app.jobs import queue
from app.jobs.models import Job
from app.storage.sealing import HouseKey
from federation import sightings
from federation.signatures import SignedRequest

QUEUE: Final = "receive"
MOST_WAITING: Final = 10_000
MOST_UNVERIFIED: Final = 500
UNVERIFIED: Final = "?"
"""Before the verb of a job whose signature is still to be verified."""

_PURPOSE: Final = "queue"


class Arrival(msgspec.Struct, frozen=True, array_like=True):
    """A request as it came. Of one that is `verified` only the body is still needed."""

    verified: bool
    received_at: datetime
    body: bytes
    method: str = ""
    target: str = ""
    headers: list[tuple[str, str]] = []

    @property
    def request(self) -> SignedRequest:
        return SignedRequest(self.method, self.target, self.headers, self.body)


def sealed(arrival: Arrival, key: HouseKey) -> bytes:
    return key.seal(msgspec.msgpack.encode(arrival), _PURPOSE)


def opened(payload: bytes, key: HouseKey) -> Arrival:
    return msgspec.msgpack.decode(key.open(payload, _PURPOSE), type=Arrival)


def unverified(request: SignedRequest, now: datetime) -> Arrival:
    """All that is needed to verify it later as of now."""
    return Arrival(False, now, request.body, request.method, request.target, list(request.headers))


def store(
    session: Session, ally_id: int, verb: str, payload: bytes, fingerprint: bytes, *, pending: bool, now: datetime
) -> None:
    """Put it in its house's lane and note its signature, both or neither.

    Raises Unverified for a signature seen before, TooMany when that house has too much waiting to be verified.
    """
    sightings.note(session, fingerprint, now=now)
    if pending and _waiting_unverified(session, ally_id) >= MOST_UNVERIFIED:
        raise TooMany(None, "unverified", retry_after=60)
    kind = (UNVERIFIED + verb if pending else verb)[:20]
    queue.enqueue(session, QUEUE, ally_id, kind, payload, now=now)


def must_have_room(session: Session) -> None:
    """Raises Unavailable while so much waits that taking more would be a silent backlog."""
    if queue.depth(session, QUEUE) >= MOST_WAITING:
        raise Unavailable(None, "receive", retry_after=30)


def _waiting_unverified(session: Session, ally_id: int) -> int:
    query = (
        select(func.count())
        .select_from(Job)
        .where(Job.queue == QUEUE, Job.lane == ally_id, Job.kind.startswith(UNVERIFIED, autoescape=True))
    )
    return session.scalar(query) or 0
