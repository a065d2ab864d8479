"""The end of each house's log of reading, asked for once a day and kept by its allies (P18).

What is shown is one hash, as it was when the day began in UTC: no number and no moment, so that an ally learns at most
that something was read on a day. Asked for by the house under its own name, at a moment that only chance knows, of
Parasol houses alone: where there is a pact. Whoever is not one of them finds nothing at these addresses.
"""

import logging
import re
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from random import SystemRandom
from typing import Any, Final

from sqlalchemy.orm import Session

from app.accounts.addresses import instance_actor_uri
from app.allies import queries as allies
from app.allies.queries import AllyFacts
from app.allies.rules import may_fetch
from app.basics.clock import day_of
from app.basics.errors import Invalid, ParasolError
from app.jobs import queue
from app.jobs.runner import Outcome
from federation.documents import Json
from federation.envoy import Envoy
from federation.fetch import FetchFailed
from moderation.openness import kept_heads
from moderation.openness.kept_heads import MOST, DayHead
from moderation.openness.reading import SIZE

log = logging.getLogger("parasol.heads")

HEADS: Final = "heads"
MOST_BYTES: Final = 8 * 1024
SPREAD: Final = timedelta(days=1)
_CHANCE: Final = SystemRandom()
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_HASH = re.compile(f"[0-9a-f]{{{2 * SIZE}}}")


class NotAHead(Invalid):
    """What another house answered with is no end of a log, or not of a day that it could be of."""

    def __init__(self, why: str) -> None:
        super().__init__("head", "That is no end of a log of reading.", why)


def exchanges_heads(ally: AllyFacts | None) -> bool:
    """Whether this is a Parasol house, known by its pact, with which things pass at this moment."""
    return ally is not None and not ally.by_hand and may_fetch(ally.state)


def head_document(session: Session, now: datetime) -> Json:
    """What an ally is shown of our own log of reading."""
    return _written(kept_heads.ours(session, now=now))


def kept_document(session: Session, ally_id: int) -> Json:
    """What we keep of that ally, for itself alone: at most thirty."""
    return {"heads": [_written(each) for each in kept_heads.kept_of(session, ally_id)]}


def ask_everybody(session: Session, now: datetime) -> None:
    """A sweep: each is asked at some moment of the next day, unless it is going to be anyway."""
    for ally in allies.everyone(session):
        if exchanges_heads(ally) and not queue.depth(session, HEADS, ally.id):
            queue.enqueue(session, HEADS, ally.id, "head", b"", now=now)
            queue.wait_until(session, HEADS, ally.id, now + SPREAD * _CHANCE.random())


def heads_lane(envoy: Envoy) -> Callable[[int], Awaitable[Outcome]]:
    """What the runner calls with an ally's id. Who does not answer is asked again on another day."""

    async def ask(ally_id: int) -> Outcome:
        waiting = await envoy.house.database.read(queue.head_of, HEADS, ally_id, most=1)
        if not waiting:
            return Outcome()
        try:
            await _ask(envoy, ally_id)
        except ParasolError as error:
            if not _knows_nothing_of_it(error):
                log.info("ally %s could not be asked for its head: %s", ally_id, type(error).__name__)
        await envoy.house.database.write(queue.done, HEADS, waiting[0])
        return Outcome(more=True)

    return ask


async def kept_there(envoy: Envoy, ally: AllyFacts) -> Sequence[DayHead]:
    """What an ally says that it keeps of us; raises FetchProblem, NotAHead."""
    address = f"{instance_actor_uri(ally.origin)}/kept-heads"
    found = (await _get(envoy, address)).get("heads")
    if not isinstance(found, list) or len(found) > MOST:
        raise NotAHead("list")
    theirs = [read_head(each) for each in found]
    if any(each.day > day_of(envoy.clock() + timedelta(days=1)) for each in theirs):
        raise NotAHead("day to come")
    return theirs


def read_head(found: Any) -> DayHead:
    """A day and a hash of the right length; raises NotAHead for anything else."""
    day, head = (found.get("day"), found.get("head")) if isinstance(found, dict) else (None, None)
    if not (isinstance(day, str) and _DAY.fullmatch(day) and isinstance(head, str) and _HASH.fullmatch(head)):
        raise NotAHead("shape")
    try:
        datetime.fromisoformat(day)
    except ValueError as error:
        raise NotAHead("day") from error
    return DayHead(day, bytes.fromhex(head))


async def _ask(envoy: Envoy, ally_id: int) -> None:
    ally = await envoy.house.database.read(allies.by_id, ally_id)
    if ally is None or not exchanges_heads(ally):
        return
    shown = read_head(await _get(envoy, f"{instance_actor_uri(ally.origin)}/head"))
    now = envoy.clock()
    if shown.day not in {day_of(now + timedelta(days=days)) for days in (-1, 0, 1)}:
        raise NotAHead("another day")
    await envoy.house.database.write(_keep, ally_id, shown)


async def _get(envoy: Envoy, address: str) -> dict[str, Any]:
    return await envoy.fetcher.get_json(address, signer=envoy.instance_key(), wanted="heads", limit=MOST_BYTES)


def _keep(session: Session, ally_id: int, shown: DayHead) -> None:
    """Unless a pause or a parting came between."""
    if exchanges_heads(allies.by_id(session, ally_id)):
        kept_heads.keep(session, ally_id, shown)


def _knows_nothing_of_it(error: ParasolError) -> bool:
    """An older Parasol, which has no such address."""
    return isinstance(error, FetchFailed) and error.answered == 404


def _written(head: DayHead) -> Json:
    return {"day": head.day, "head": head.head.hex()}
