"""Bringing an ally's pictures over: fetched from the ally itself, cleaned like anybody's, kept here. One way for all.

Nothing is ever loaded from elsewhere: what is not of the very house that named it stays away (P20), and so does what
may not pass between the two (P24). What cannot be had just now is tried again, and nothing waits behind what never can.
"""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final, Generic, Protocol, TypeVar

import msgspec
from sqlalchemy.orm import Session

from app.allies import queries as allies
from app.allies.queries import AllyFacts
from app.allies.rules import Scope, State, may_fetch
from app.basics.errors import ParasolError, Unavailable
from app.jobs import queue
from app.jobs.runner import Outcome
from app.media import storing
from app.media.forms import CleanPicture
from app.storage.blobs import Blobs
from federation.addresses import same_origin
from federation.delivery import PAUSED_LOOKS
from federation.envoy import Envoy
from federation.fetch import FetchFailed, FetchRefused
from federation.letters import SEAL

log = logging.getLogger("parasol.pictures")

PICTURES: Final = "fetch"
EMOJI: Final = "emoji"
PINS: Final = "pins"
QUOTES: Final = "quotes"
QUEUES: Final = (PICTURES, EMOJI, PINS, QUOTES)
"""Each has a lane for every ally."""


class HasFiles(Protocol):
    """What waits. Its files' name is kept in the job too: its row may be gone when they are there."""

    @property
    def blob(self) -> str: ...


W = TypeVar("W", bound=HasFiles)


@dataclass(frozen=True)
class Kind(Generic[W]):
    """One kind of picture.

    `source` where it lies, empty when it is not wanted any more. `clean` raises ParasolError for what cannot be used.
    `arrived` whether a row names the files from now on; with None it was not to be had, and True says that there are
    no files of it either.
    """

    queue: str
    waits: type[W]
    most_bytes: int
    source: Callable[[Session, W], str]
    clean: Callable[[bytes], Awaitable[CleanPicture]]
    store: Callable[[Blobs, W, CleanPicture], Awaitable[None]]
    arrived: Callable[[Session, Envoy, W, CleanPicture | None], bool]


@dataclass(frozen=True)
class _Next(Generic[W]):
    """The first of a lane. `source` is empty when it is not wanted any more, or not to be had."""

    job: queue.Waiting
    wanted: W
    ally: AllyFacts | None
    source: str


def have_fetched(envoy: Envoy, session: Session, kind: Kind[W], ally_id: int, word: str, wanted: W) -> None:
    """Queue it. `word`: how the job is called where people look at what waits."""
    payload = envoy.house.key.seal(msgspec.json.encode(wanted), SEAL)
    queue.enqueue(session, kind.queue, ally_id, word, payload, now=envoy.clock())


def lane_of(envoy: Envoy, kind: Kind[W]) -> Callable[[int], Awaitable[Outcome]]:
    """What the runner calls with an ally's id, until nothing is left or something fails."""

    async def fetch_first(lane: int) -> Outcome:
        todo = await envoy.house.database.read(_first, envoy, kind, lane)
        if todo is None:
            return Outcome()
        if todo.ally is not None and todo.ally.state == State.PAUSED:
            return Outcome(failed=True, at_least=PAUSED_LOOKS)
        try:
            clean = await _fetched(envoy, kind, todo.source) if todo.source else None
        except (FetchFailed, FetchRefused, Unavailable):
            if envoy.clock() - todo.job.queued_at < queue.GIVE_UP_AFTER:
                return Outcome(failed=True)
            clean = None
        await _keep(envoy, kind, todo, clean)
        return Outcome(more=True)

    return fetch_first


async def _fetched(envoy: Envoy, kind: Kind[Any], source: str) -> CleanPicture | None:
    """The cleaned picture, None for one that cannot be used; raises what may be better later."""
    try:
        data = await envoy.fetcher.get_bytes(source, signer=envoy.instance_key(), limit=kind.most_bytes)
        return await kind.clean(data)
    except FetchFailed as error:
        if error.retryable:
            raise
    except (FetchRefused, Unavailable):
        raise
    except ParasolError as error:
        log.info("one of %s could not be cleaned: %s", kind.queue, type(error).__name__)
    return None


async def _keep(envoy: Envoy, kind: Kind[W], todo: _Next[W], clean: CleanPicture | None) -> None:
    """Files first, then the row that says they are there; files without a row do not stay."""
    house = envoy.house
    if clean is not None:
        await kind.store(house.blobs, todo.wanted, clean)
    if not await house.database.write(_arrived, envoy, kind, todo, clean):
        await storing.remove(house.blobs, todo.wanted.blob)
        await house.database.write(queue.done, kind.queue, todo.job)


def _first(session: Session, envoy: Envoy, kind: Kind[W], lane: int) -> _Next[W] | None:
    waiting = queue.head_of(session, kind.queue, lane, most=1)
    if not waiting:
        return None
    job, ally = waiting[0], allies.by_id(session, lane)
    wanted = msgspec.json.decode(envoy.house.key.open(job.payload, SEAL), type=kind.waits)
    source = kind.source(session, wanted)
    may_be = ally is not None and may_fetch(ally.state) and Scope.MEDIA in ally.scopes
    theirs = ally is not None and same_origin(source, ally.origin, lab=envoy.lab)
    return _Next(job, wanted, ally, source if may_be and theirs else "")


def _arrived(session: Session, envoy: Envoy, kind: Kind[W], todo: _Next[W], clean: CleanPicture | None) -> bool:
    """In the same transaction the job is done."""
    if not kind.arrived(session, envoy, todo.wanted, clean):
        return False
    queue.done(session, kind.queue, todo.job)
    return True
