"""Small pictures that allies' members write with: fetched from the ally itself, cleaned like anybody's, kept here.

As pictures in posts, and smaller: nothing is ever loaded from elsewhere, and what we cannot draw stays the word that it
stands for.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec
from sqlalchemy.orm import Session

from app.allies import queries as allies
from app.allies.queries import AllyFacts
from app.allies.rules import Scope, State, may_fetch
from app.basics.errors import ParasolError, Unavailable
from app.basics.events import Event
from app.basics.ids import new_token
from app.emoji import queries
from app.emoji.actions import of_allies
from app.emoji.actions.of_allies import ForeignEmoji
from app.emoji.events import EmojiAwaited
from app.jobs import queue
from app.jobs.runner import Outcome
from app.media import storing
from app.media.cleaning import EMOJI_BYTES, CleanPicture, clean_emoji
from federation.activities import WireEmoji
from federation.addresses import same_origin
from federation.delivery import PAUSED_LOOKS
from federation.envoy import Envoy
from federation.fetch import FetchFailed, FetchRefused
from federation.letters import SEAL

log = logging.getLogger("parasol.emoji")

QUEUE: Final = "emoji"


class Wanted(msgspec.Struct, frozen=True):
    """One to fetch. Its file's name is kept here too: its row may be gone when it is there."""

    emoji_id: int
    blob: str


@dataclass(frozen=True)
class Next:
    """The first of a lane. `source` is empty when it is not wanted any more, or not to be had."""

    job: queue.Waiting
    wanted: Wanted
    ally: AllyFacts | None
    source: str


def note_emoji(session: Session, envoy: Envoy, ally: AllyFacts, told: Sequence[WireEmoji]) -> None:
    """Remember what a post or profile of theirs is written with, if pictures pass between the two houses (P24)."""
    of_allies.note(session, ally.id, allowed(ally, told, lab=envoy.lab), now=envoy.clock())


def allowed(ally: AllyFacts, told: Sequence[WireEmoji], *, lab: bool) -> list[ForeignEmoji]:
    """Those of them that we take: none without the scope, none that lies elsewhere than at that house (P20)."""
    if Scope.MEDIA not in ally.scopes:
        return []
    theirs = (one for one in told if same_origin(one.uri, ally.origin, lab=lab))
    return [ForeignEmoji(one.shortcode, one.uri, one.updated) for one in theirs]


def await_emoji(envoy: Envoy, session: Session, event: EmojiAwaited) -> None:
    """Queue the fetching."""
    payload = envoy.house.key.seal(msgspec.json.encode(Wanted(event.emoji_id, new_token())), SEAL)
    queue.enqueue(session, QUEUE, event.ally_id, "emoji", payload, now=envoy.clock())


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


async def _fetched(envoy: Envoy, source: str) -> CleanPicture | None:
    """The cleaned picture, None for one that cannot be used; raises what may be better later."""
    try:
        data = await envoy.fetcher.get_bytes(source, signer=envoy.instance_key(), limit=EMOJI_BYTES)
        return await clean_emoji(data)
    except FetchFailed as error:
        if error.retryable:
            raise
    except (FetchRefused, Unavailable):
        raise
    except ParasolError as error:
        log.info("a picture among words could not be cleaned: %s", type(error).__name__)
    return None


async def _keep(envoy: Envoy, todo: Next, clean: CleanPicture | None) -> None:
    """The file first, then the row that says it is there; a file without a row does not stay."""
    house = envoy.house
    if clean is not None:
        await house.blobs.put(storing.full(todo.wanted.blob), clean.full)
    if not await house.database.write(_arrived, todo, clean):
        await storing.remove(house.blobs, todo.wanted.blob)
        await house.database.write(_done, todo.job)


def _first(session: Session, envoy: Envoy, lane: int) -> Next | None:
    waiting = queue.head_of(session, QUEUE, lane, most=1)
    if not waiting:
        return None
    job, ally = waiting[0], allies.by_id(session, lane)
    wanted = msgspec.json.decode(envoy.house.key.open(job.payload, SEAL), type=Wanted)
    awaited = queries.awaited(session, wanted.emoji_id)
    may_be = ally is not None and may_fetch(ally.state) and Scope.MEDIA in ally.scopes
    theirs = awaited is not None and ally is not None and same_origin(awaited.source_uri, ally.origin, lab=envoy.lab)
    return Next(job, wanted, ally, awaited.source_uri if awaited is not None and may_be and theirs else "")


def _arrived(session: Session, todo: Next, clean: CleanPicture | None) -> bool:
    """Whether a row names the file now; then the job is done as well."""
    if clean is None:
        of_allies.cannot_be_used(session, todo.wanted.emoji_id)
        return False
    if not of_allies.arrived(session, todo.wanted.emoji_id, todo.wanted.blob):
        return False
    _done(session, todo.job)
    return True


def _done(session: Session, job: queue.Waiting) -> None:
    queue.finish(session, [job.id])
    queue.went_well(session, QUEUE, job.lane)


REACTIONS: Mapping[type[Event], Callable[[Envoy, Session, Any], None]] = {EmojiAwaited: await_emoji}
