"""Pictures of allies' posts: fetched from the ally itself, cleaned like anybody's, kept here. And files that go.

Nothing is ever loaded from elsewhere: a picture whose address is not of the very house its post came from stays away.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import msgspec
from sqlalchemy.orm import Session

from app.allies import queries as allies
from app.allies.queries import AllyFacts
from app.allies.rules import Scope, State, may_fetch
from app.basics.errors import ParasolError, Unavailable
from app.basics.events import Event
from app.basics.ids import untimed_id
from app.jobs import queue
from app.jobs.runner import Outcome
from app.media import sealing, storing
from app.media.cleaning import MAX_BYTES, CleanPicture, clean_picture
from app.posts import files
from app.posts import queries as posts
from app.posts.actions.picturing import picture_arrived
from app.posts.actions.storing import from_the_queue
from app.posts.events import BlobsOrphaned, CopiesBegun, PictureAwaited, PictureClosed
from app.posts.models import Picture
from federation.addresses import same_origin
from federation.delivery import PAUSED_LOOKS
from federation.envoy import Envoy
from federation.fetch import FetchFailed, FetchRefused
from federation.letters import SEAL

log = logging.getLogger("parasol.pictures")

FETCH: Final = "fetch"
FILES: Final = "files"
REMOVE: Final = "remove"
SEAL_FILES: Final = "seal"
STRAYS: Final = "strays"
STRAYS_WAIT: Final = timedelta(hours=1)
_ONE_LANE: Final = 0


class Wanted(msgspec.Struct, frozen=True):
    """A picture to fetch. Its files' name is kept here too: its row may be gone when they are there.

    `picture_key`: what the files are sealed with if it is in a message; it stands nowhere else.
    """

    picture_id: int
    blob: str
    picture_key: bytes = b""


class ToSeal(msgspec.Struct, frozen=True):
    """Files that lie open and belong to a message, or to what is kept until it is posted."""

    blob: str
    picture_key: bytes


@dataclass(frozen=True)
class Next:
    """The first of a lane. `source` is empty when it is not wanted any more, or not to be had."""

    job: queue.Waiting
    wanted: Wanted
    ally: AllyFacts | None
    source: str


def await_picture(envoy: Envoy, session: Session, event: PictureAwaited) -> None:
    """Queue it, if pictures are among what passes between the two houses (P24)."""
    ally, awaited = allies.by_id(session, event.ally_id), posts.awaited_picture(session, event.picture_id)
    if ally is not None and awaited is not None and Scope.MEDIA in ally.scopes:
        wanted = Wanted(awaited.id, awaited.blob, from_the_queue(event.picture_key, envoy.house.key))
        _enqueue(envoy, session, FETCH, ally.id, "picture", wanted)


def remove_files(envoy: Envoy, session: Session, event: BlobsOrphaned) -> None:
    """Queue the removal, so that it happens also after a crash (P11)."""
    _enqueue(envoy, session, FILES, _ONE_LANE, REMOVE, event.blobs)


def look_for_strays(envoy: Envoy, session: Session, event: CopiesBegun) -> None:
    """Queue a look at them in an hour, in a lane of its own: the other one does not wait for it."""
    lane = untimed_id()
    _enqueue(envoy, session, FILES, lane, STRAYS, event.blobs)
    queue.wait_until(session, FILES, lane, envoy.clock() + STRAYS_WAIT)


def seal_files(envoy: Envoy, session: Session, event: PictureClosed) -> None:
    """Queue the sealing, in the lane of removals: what goes meanwhile is removed after it was sealed, not before."""
    to_seal = ToSeal(event.blob, from_the_queue(event.picture_key, envoy.house.key))
    _enqueue(envoy, session, FILES, _ONE_LANE, SEAL_FILES, to_seal)


def fetch_lane(envoy: Envoy) -> Callable[[int], Awaitable[Outcome]]:
    """What the runner calls with an ally's id, until nothing is left or something fails."""

    async def fetch_first(lane: int) -> Outcome:
        todo = await envoy.house.database.read(_first, envoy, lane)
        if todo is None:
            return Outcome()
        if todo.ally is not None and todo.ally.state == State.PAUSED:
            return Outcome(failed=True, at_least=PAUSED_LOOKS)
        try:
            clean = await _fetched(envoy, todo.source) if todo.source else None
        except (FetchFailed, FetchRefused, Unavailable):
            if envoy.clock() - todo.job.queued_at < queue.GIVE_UP_AFTER:
                return Outcome(failed=True)
            clean = None
        await _keep(envoy, todo, clean)
        return Outcome(more=True)

    return fetch_first


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
        await house.database.write(_done, FILES, job)
        return Outcome(more=True)

    return work_on_first


async def _fetched(envoy: Envoy, source: str) -> CleanPicture | None:
    """The cleaned picture, None for one that cannot be used; raises what may be better later."""
    try:
        data = await envoy.fetcher.get_bytes(source, signer=envoy.instance_key(), limit=MAX_BYTES)
        return await clean_picture(data)
    except FetchFailed as error:
        if error.retryable:
            raise
    except (FetchRefused, Unavailable):
        raise
    except ParasolError as error:
        log.info("a picture could not be cleaned: %s", type(error).__name__)
    return None


async def _keep(envoy: Envoy, todo: Next, clean: CleanPicture | None) -> None:
    """Files first, then the row that says they are there; files without a row do not stay."""
    house = envoy.house
    if clean is not None and todo.wanted.picture_key:
        await sealing.store_sealed(house.blobs, todo.wanted.blob, clean, todo.wanted.picture_key)
    elif clean is not None:
        await storing.store(house.blobs, todo.wanted.blob, clean)
    if not await house.database.write(_arrived, todo, clean, envoy.origin):
        await storing.remove(house.blobs, todo.wanted.blob)
        await house.database.write(_done, FETCH, todo.job)


def _first(session: Session, envoy: Envoy, lane: int) -> Next | None:
    waiting = queue.head_of(session, FETCH, lane, most=1)
    if not waiting:
        return None
    job, ally = waiting[0], allies.by_id(session, lane)
    wanted = msgspec.json.decode(envoy.house.key.open(job.payload, SEAL), type=Wanted)
    awaited = posts.awaited_picture(session, wanted.picture_id)
    allowed = ally is not None and may_fetch(ally.state) and Scope.MEDIA in ally.scopes
    theirs = awaited is not None and ally is not None and same_origin(awaited.source_uri, ally.origin, lab=envoy.lab)
    return Next(job, wanted, ally, awaited.source_uri if awaited is not None and allowed and theirs else "")


def _arrived(session: Session, todo: Next, clean: CleanPicture | None, origin: str) -> bool:
    """Whether the files have a row that names them, or will never be; then the job is done as well."""
    if clean is not None:
        if not picture_arrived(session, todo.wanted.picture_id, clean, origin=origin):
            return False
    elif session.get(Picture, todo.wanted.picture_id) is None:
        # Fetched before a crash, and deleted since: whatever lies there goes.
        return False
    _done(session, FETCH, todo.job)
    return True


def _done(session: Session, name: str, job: queue.Waiting) -> None:
    queue.finish(session, [job.id])
    queue.went_well(session, name, job.lane)


def _enqueue(envoy: Envoy, session: Session, name: str, lane: int, kind: str, payload: object) -> None:
    sealed = envoy.house.key.seal(msgspec.json.encode(payload), SEAL)
    queue.enqueue(session, name, lane, kind, sealed, now=envoy.clock())


REACTIONS: Mapping[type[Event], Callable[[Envoy, Session, Any], None]] = {
    PictureAwaited: await_picture,
    PictureClosed: seal_files,
    BlobsOrphaned: remove_files,
    CopiesBegun: look_for_strays,
}
