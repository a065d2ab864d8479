"""Files of pictures that go or are to be sealed: by a job, so that it happens also after a crash (P10, P11)."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any, Final

import msgspec
from sqlalchemy.orm import Session

from app.basics.events import Event
from app.basics.ids import untimed_id
from app.jobs import queue
from app.jobs.runner import Outcome
from app.media import sealing, storing
from app.posts import files
from app.posts.actions.storing import from_the_queue
from app.posts.events import BlobsOrphaned, CopiesBegun, PictureClosed
from federation.envoy import Envoy
from federation.letters import SEAL

FILES: Final = "files"
REMOVE: Final = "remove"
SEAL_FILES: Final = "seal"
STRAYS: Final = "strays"
STRAYS_WAIT: Final = timedelta(hours=1)
_ONE_LANE: Final = 0


class ToSeal(msgspec.Struct, frozen=True):
    """Files that lie open and belong to a message, or to what is kept until it is posted."""

    blob: str
    picture_key: bytes


def remove_files(envoy: Envoy, session: Session, event: BlobsOrphaned) -> None:
    """Queue the removal."""
    _enqueue(envoy, session, _ONE_LANE, REMOVE, event.blobs)


def look_for_strays(envoy: Envoy, session: Session, event: CopiesBegun) -> None:
    """Queue a look at them in an hour, in a lane of its own: the other one does not wait for it."""
    lane = untimed_id()
    _enqueue(envoy, session, lane, STRAYS, event.blobs)
    queue.wait_until(session, FILES, lane, envoy.clock() + STRAYS_WAIT)


def seal_files(envoy: Envoy, session: Session, event: PictureClosed) -> None:
    """Queue the sealing, in the lane of removals: what goes meanwhile is removed after it was sealed, not before."""
    to_seal = ToSeal(event.blob, from_the_queue(event.picture_key, envoy.house.key))
    _enqueue(envoy, session, _ONE_LANE, SEAL_FILES, to_seal)


def files_lane(envoy: Envoy) -> Callable[[int], Awaitable[Outcome]]:
    """Seals the files of pictures that were put into messages or drafts, and removes those that nothing names."""
    house = envoy.house

    async def work_on_first(lane: int) -> Outcome:
        waiting = await house.database.read(queue.head_of, FILES, lane, most=1)
        if not waiting:
            return Outcome()
        job = waiting[0]
        payload = house.key.open(job.payload, SEAL)
        if job.kind == SEAL_FILES:
            to_seal = msgspec.json.decode(payload, type=ToSeal)
            await sealing.seal_stored(house.blobs, to_seal.blob, to_seal.picture_key)
        else:
            gone = msgspec.json.decode(payload, type=list[str])
            if job.kind == STRAYS:
                gone = await house.database.read(files.unnamed, gone)
            for blob in gone:
                await storing.remove(house.blobs, blob)
        await house.database.write(_done, job)
        return Outcome(more=True)

    return work_on_first


def _enqueue(envoy: Envoy, session: Session, lane: int, kind: str, payload: object) -> None:
    sealed = envoy.house.key.seal(msgspec.json.encode(payload), SEAL)
    queue.enqueue(session, FILES, lane, kind, sealed, now=envoy.clock())


def _done(session: Session, job: queue.Waiting) -> None:
    queue.finish(session, [job.id])
    queue.went_well(session, FILES, job.lane)


REACTIONS: Mapping[type[Event], Callable[[Envoy, Session, Any], None]] = {
    PictureClosed: seal_files,
    BlobsOrphaned: remove_files,
    CopiesBegun: look_for_strays,
}
