"""The table (verb, kind of object) -> handler, and the lane that works through what came in, in order.

Each job is taken and handled in one transaction: either both happened or neither. Nothing here waits for the network
inside one: what is missing is fetched between two.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.allies import queries as allies
from app.allies.queries import AllyFacts
from app.allies.rules import LAST_WORDS, State
from app.basics.errors import ParasolError, Unavailable
from app.jobs import queue
from app.jobs.queue import GIVE_UP_AFTER, Waiting
from app.jobs.runner import Outcome
from app.storage.sealing import SealBroken
from federation.activities import ACTORS
from federation.arrivals import QUEUE, UNVERIFIED
from federation.envoy import Envoy
from federation.fetch import FetchFailed
from federation.gate import KeyUnknown, VerifiedActivity, reopened
from federation.handlers import (
    accept,
    add,
    announce,
    block,
    create,
    delete,
    follow,
    like,
    quote_request,
    reject,
    undo,
    update,
)
from federation.missing import Missing, fetch_missing

log = logging.getLogger("parasol.inbox")

MOST_AT_ONCE: Final = 50
MOST_FETCHED: Final = 3
LOOK_AGAIN_AFTER_PAUSE: Final = timedelta(minutes=1)
# An ally that answers, but not with this, is not waited for as long as one that does not answer at all.
GIVE_UP_ASKING_AFTER: Final = timedelta(hours=1)

Handler = Callable[[Session, VerifiedActivity, Envoy], None]

HANDLERS: Final[Mapping[tuple[str, str], Handler]] = {
    ("Follow", ""): follow.handle,
    ("Accept", ""): accept.handle,
    ("Reject", ""): reject.handle,
    ("Undo", ""): undo.handle,
    ("Create", "Note"): create.handle,
    ("Create", "Article"): create.handle,
    ("Create", "Question"): create.handle,
    ("Update", "Note"): update.handle_note,
    ("Update", "Question"): update.handle_note,
    ("Update", "Article"): update.handle_note,
    ("Delete", ""): delete.handle,
    ("Announce", ""): announce.handle,
    ("Like", ""): like.handle,
    ("Block", ""): block.handle,
    ("Add", ""): add.handle_add,
    ("Remove", ""): add.handle_remove,
    ("QuoteRequest", ""): quote_request.handle,
    **{("Update", kind): update.handle for kind in ACTORS},
}
"""An empty kind stands for every kind of object."""


@dataclass(frozen=True, slots=True)
class _Progress:
    """How far one transaction came; `stuck` is the first job that needs `missing`."""

    stuck: Waiting | None = None
    missing: Missing | None = None


def receive_lane(envoy: Envoy) -> Callable[[int], Awaitable[Outcome]]:
    """What the runner calls for the lane of each ally."""

    async def work(ally_id: int) -> Outcome:
        return await _work(envoy, ally_id)

    return work


async def _work(envoy: Envoy, ally_id: int) -> Outcome:
    database = envoy.house.database
    ally = await database.read(allies.by_id, ally_id)
    if ally is None or ally.state != State.ALLIED:
        await database.write(_keep_last_words, ally_id, ally)
    if ally is None or ally.state == State.PAUSED:
        waits = await database.read(queue.depth, QUEUE, ally_id)
        return Outcome(failed=waits > 0, at_least=LOOK_AGAIN_AFTER_PAUSE)
    jobs = await database.read(queue.head_of, QUEUE, ally_id, most=MOST_AT_ONCE)
    progress = await database.write(_handle_in_order, envoy, ally, jobs)
    if progress.stuck is None or progress.missing is None:
        return Outcome(more=len(jobs) == MOST_AT_ONCE)
    return await _get_and_try_again(envoy, ally, progress.stuck, progress.missing)


async def _get_and_try_again(envoy: Envoy, ally: AllyFacts, job: Waiting, missing: Missing) -> Outcome:
    """Fetch what one job needs (a key, then perhaps a post), trying it after each; let it go if that is not enough."""
    asked: set[str] = set()
    while missing.uri not in asked and len(asked) < MOST_FETCHED:
        asked.add(missing.uri)
        try:
            await fetch_missing(envoy, ally, missing)
        except ParasolError as problem:
            if _is_worth_waiting(envoy, problem, job):
                return Outcome(failed=True)
            return await _let_go(envoy, job, problem)
        progress = await envoy.house.database.write(_handle_in_order, envoy, ally, [job])
        if progress.missing is None:
            return Outcome(more=True)
        missing = progress.missing
    return await _let_go(envoy, job, missing)


async def _let_go(envoy: Envoy, job: Waiting, problem: Exception) -> Outcome:
    _dropped(job, problem)
    await envoy.house.database.write(queue.finish, [job.id])
    return Outcome(more=True)


def _handle_in_order(session: Session, envoy: Envoy, ally: AllyFacts, jobs: Sequence[Waiting]) -> _Progress:
    """Handle until something is missing. A job that cannot be handled is dropped; its neighbours are not."""
    for job in jobs:
        try:
            with session.begin_nested():
                queue.finish(session, [job.id])
                _handle(session, envoy, ally, job)
        except Missing as missing:
            return _Progress(job, missing)
        except KeyUnknown as unknown:
            return _Progress(job, Missing(str(unknown), "actor"))
        except (OperationalError, Unavailable):
            raise
        except Exception as problem:  # noqa: BLE001 - one job that breaks must not hold up its lane for ever
            _dropped(job, problem)
            queue.finish(session, [job.id])
    queue.went_well(session, QUEUE, ally.id)
    return _Progress()


def _handle(session: Session, envoy: Envoy, ally: AllyFacts, job: Waiting) -> None:
    verified = reopened(session, envoy, ally, job.payload)
    verb, kind = verified.activity.verb, getattr(verified.activity.object, "kind", "")
    handler = HANDLERS.get((verb, kind)) or HANDLERS.get((verb, ""))
    if handler is None:
        log.info("job %s of lane %s: nobody here handles %s of %s", job.id, job.lane, verb, kind or "an address")
        return
    handler(session, verified, envoy)


def _keep_last_words(session: Session, ally_id: int, ally: AllyFacts | None) -> None:
    """A pause or a parting reaches what is queued (P22); of a house that is gone nothing is kept."""
    kept = () if ally is None else (*LAST_WORDS, *(UNVERIFIED + verb for verb in LAST_WORDS))
    queue.drop_kinds(session, QUEUE, ally_id, except_kinds=kept)


def _is_worth_waiting(envoy: Envoy, problem: ParasolError, job: Waiting) -> bool:
    if not isinstance(problem, FetchFailed) or not problem.retryable:
        return False
    patience = GIVE_UP_AFTER if problem.answered is None else GIVE_UP_ASKING_AFTER
    return envoy.clock() - job.queued_at < patience


def _dropped(job: Waiting, problem: Exception) -> None:
    """Ids and the kind of trouble, never what was said or by whom."""
    broken = not isinstance(problem, ParasolError | SealBroken | Missing)
    log.log(
        logging.ERROR if broken else logging.INFO,
        "job %s of lane %s dropped: %s",
        job.id,
        job.lane,
        type(problem).__name__,
    )
