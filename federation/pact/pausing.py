"""A pause is one-sided: whatever waits is dropped but for last words, and the other side gets refusals (P22)."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.allies import actions, queries
from app.allies.events import AllianceChanged, PauseDecided, PauseLifted
from app.allies.queries import AllyFacts
from app.allies.restricting import is_paused_by_decision
from app.allies.rules import LAST_WORDS, PACT_WORDS, State
from app.basics.errors import Refused
from app.basics.events import Event
from app.jobs import queue
from app.jobs.models import Job
from federation.envoy import Envoy
from federation.fetching import QUEUES
from federation.letters import QUEUE
from federation.pact.asking import checked_origin

DECIDED = "People here decided this pause. It ends when the decision does."


async def pause(envoy: Envoy, origin: str) -> AllyFacts:
    """Stop everything with this house. What is queued goes too; Delete, Undo and Block wait for the end of it."""

    def act(session: Session) -> AllyFacts:
        facts = actions.pause(session, checked, now=envoy.clock())
        keep_last_words(session, facts.id)
        return facts

    checked = checked_origin(envoy, origin)
    return await envoy.house.database.write(act)


async def resume(envoy: Envoy, origin: str) -> AllyFacts:
    """Go on, beginning with the last words that waited. Raises Refused while a decision keeps it paused."""

    def act(session: Session) -> AllyFacts:
        known = queries.by_origin(session, checked)
        if known is not None and is_paused_by_decision(session, known.id):
            raise Refused(DECIDED)
        return actions.resume(session, checked, now=envoy.clock())

    checked = checked_origin(envoy, origin)
    return await envoy.house.database.write(act)


def keep_last_words(session: Session, ally_id: int) -> None:
    """Drop what waits for this house, except what may still be said while parting."""
    queue.drop_kinds(session, QUEUE, ally_id, except_kinds=(*LAST_WORDS, *PACT_WORDS))


def pause_as_decided(envoy: Envoy, session: Session, event: PauseDecided) -> None:
    """People decided it: as if a steward had, unless nothing passes just now anyway."""
    ally = queries.by_id(session, event.ally_id)
    if ally is not None and ally.state == State.ALLIED:
        actions.pause(session, ally.origin, now=envoy.clock())
        keep_last_words(session, ally.id)


def resume_as_decided(envoy: Envoy, session: Session, event: PauseLifted) -> None:
    """That is over, unless the two houses part meanwhile, or people decided it again."""
    ally = queries.by_id(session, event.ally_id)
    if ally is not None and ally.state == State.PAUSED and not is_paused_by_decision(session, ally.id):
        actions.resume(session, ally.origin, now=envoy.clock())


def begin_anew(envoy: Envoy, session: Session, event: AllianceChanged) -> None:
    """Whatever waited through a pause has its whole time before it again, and need not wait for its turn."""
    if event.state not in {State.ALLIED, State.PARTING}:
        return
    for name in (QUEUE, *QUEUES):
        _as_if_queued_now(session, name, event.ally_id, now=envoy.clock())
        queue.try_lane_now(session, name, event.ally_id)


def _as_if_queued_now(session: Session, name: str, lane: int, *, now: datetime) -> None:
    session.execute(update(Job).where(Job.queue == name, Job.lane == lane).values(queued_at=now))


REACTIONS: Mapping[type[Event], Callable[[Envoy, Session, Any], None]] = {
    AllianceChanged: begin_anew,
    PauseDecided: pause_as_decided,
    PauseLifted: resume_as_decided,
}
