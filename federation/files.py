"""Files of pictures that go, are sealed, opened again or copied as evidence: by a job, so after a crash too."""

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
from app.posts.events import BlobsOrphaned, CopiesBegun, PictureClosed, PictureOpened
from federation.envoy import Envoy
from federation.letters import SEAL
from moderation.cases.events import PictureKept

FILES: Final = "files"
REMOVE: Final = "remove"
SEAL_FILES: Final = "seal"
COPY_FILES: Final = "copy"
OPEN_FILES: Final = "open"
STRAYS: Final = "strays"
STRAYS_WAIT: Final = timedelta(hours=1)
_ONE_LANE: Final = 0


class ToSeal(msgspec.Struct, frozen=True):
    """Files that lie open and belong to a message, to what is kept until it is posted, or to a removed post.

    Also those that are sealed, and are to lie open again.
    """

    blob: str
    picture_key: bytes


class ToCopy(msgspec.Struct, frozen=True):
    """Files that are evidence, and are to lie sealed under another name. `opens`: empty where they lie open."""

    blob: str
    into: str
    opens: bytes
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


def copy_files(envoy: Envoy, session: Session, event: PictureKept) -> None:
    """Queue the copying, in the lane of removals: what was reported before it was deleted is copied before it goes."""
    opens, picture_key = (from_the_queue(word, envoy.house.key) for word in (event.opened_with, event.sealed_with))
    _enqueue(envoy, session, _ONE_LANE, COPY_FILES, ToCopy(event.blob, event.into, opens, picture_key))


def open_files(envoy: Envoy, session: Session, event: PictureOpened) -> None:
    """Queue it in the same lane: they were sealed before."""
    to_open = ToSeal(event.blob, from_the_queue(event.picture_key, envoy.house.key))
    _enqueue(envoy, session, _ONE_LANE, OPEN_FILES, to_open)


def files_lane(envoy: Envoy) -> Callable[[int], Awaitable[Outcome]]:
    """Seals the files of pictures in messages and drafts, copies what is evidence, removes what nothing names."""
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
        elif job.kind == COPY_FILES:
            copy = msgspec.json.decode(payload, type=ToCopy)
            await sealing.copy_sealed(house.blobs, copy.blob, copy.into, opens=copy.opens, key=copy.picture_key)
        elif job.kind == OPEN_FILES:
            to_open = msgspec.json.decode(payload, type=ToSeal)
            await sealing.open_stored(house.blobs, to_open.blob, to_open.picture_key)
        else:
            gone = msgspec.json.decode(payload, type=list[str])
            if job.kind == STRAYS:
                gone = await house.database.read(files.unnamed, gone)
            for blob in gone:
                await storing.remove(house.blobs, blob)
        await house.database.write(queue.done, FILES, job)
        return Outcome(more=True)

    return work_on_first


def _enqueue(envoy: Envoy, session: Session, lane: int, kind: str, payload: object) -> None:
    sealed = envoy.house.key.seal(msgspec.json.encode(payload), SEAL)
    queue.enqueue(session, FILES, lane, kind, sealed, now=envoy.clock())


REACTIONS: Mapping[type[Event], Callable[[Envoy, Session, Any], None]] = {
    PictureClosed: seal_files,
    PictureKept: copy_files,
    PictureOpened: open_files,
    BlobsOrphaned: remove_files,
    CopiesBegun: look_for_strays,
}
