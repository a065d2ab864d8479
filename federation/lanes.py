"""Asking an ally something that can wait, one question after the other: what all such lanes have in common.

What cannot be had just now is asked again, and nothing waits behind what never can be had.
"""

import logging
from collections.abc import Awaitable, Callable

from sqlalchemy.orm import Session

from app.allies import queries as allies
from app.allies.queries import AllyFacts
from app.allies.rules import Scope, State, may_fetch
from app.basics.errors import ParasolError, Unavailable
from app.jobs import queue
from app.jobs.runner import Outcome
from federation.delivery import PAUSED_LOOKS
from federation.envoy import Envoy
from federation.fetch import FetchFailed, FetchRefused

log = logging.getLogger("parasol.lanes")

Ask = Callable[[Envoy, AllyFacts, queue.Waiting], Awaitable[None]]


def may_ask_for_posts(ally: AllyFacts | None) -> bool:
    """Whether posts are among what passes between the two houses at this moment (P24)."""
    return ally is not None and may_fetch(ally.state) and Scope.POSTS in ally.scopes


def lane_of(envoy: Envoy, name: str, ask: Ask) -> Callable[[int], Awaitable[Outcome]]:
    """What the runner calls with an ally's id. Of houses from which no posts come (any more) nobody asks anything."""

    async def ask_first(lane: int) -> Outcome:
        ally, job = await envoy.house.database.read(_first, name, lane)
        if job is None:
            return Outcome()
        if ally is not None and ally.state == State.PAUSED:
            return Outcome(failed=True, at_least=PAUSED_LOOKS)
        try:
            if ally is not None and may_ask_for_posts(ally):
                await ask(envoy, ally, job)
        except ParasolError as error:
            if may_be_had_later(error) and envoy.clock() - job.queued_at < queue.GIVE_UP_AFTER:
                return Outcome(failed=True)
            log.info("one of %s came to nothing: %s", name, type(error).__name__)
        await envoy.house.database.write(queue.done, name, job)
        return Outcome(more=True)

    return ask_first


def may_be_had_later(error: ParasolError) -> bool:
    """Whether it is worth asking again: a house that is away, or not an ally at this moment, or ours is busy."""
    if isinstance(error, FetchFailed):
        return error.retryable
    return isinstance(error, FetchRefused | Unavailable)


def _first(session: Session, name: str, lane: int) -> tuple[AllyFacts | None, queue.Waiting | None]:
    waiting = queue.head_of(session, name, lane, most=1)
    return allies.by_id(session, lane), waiting[0] if waiting else None
