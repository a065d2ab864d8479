"""Saying "something new" through push services: where may be asked, and what waits in the lane of each who asked.

What is sent is the same for everybody: to a browser nothing at all, to an app a neutral sentence.
"""

import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Final

from app.basics.errors import Invalid
from app.jobs import queue
from app.jobs.runner import Outcome
from app.push import actions, letters, rules, sending, vapid
from app.push.encrypting import encrypted
from app.push.ringing import QUEUE
from app.push.sending import Call
from app.storage.ages import N_
from federation.addresses import NotAnAddress, read_address
from federation.envoy import Envoy
from federation.fetch import Answer, FetchFailed, FetchRefused

log = logging.getLogger("parasol.push")

__all__ = ["QUEUE", "checked_endpoint", "push_lane"]

AGAIN_AFTER: Final = timedelta(minutes=5)
GIVE_UP_AFTER: Final = timedelta(hours=6)
LONGEST: Final = 1000
_GONE: Final = frozenset({404, 410})

UNREADABLE: Final = N_("That is not an address of a push service.")


def checked_endpoint(endpoint: str, services: Sequence[str], *, lab: bool) -> str:
    """The address in its one spelling, if it is at one of these services. Nobody is asked. Raises Invalid."""
    try:
        address = read_address(endpoint, lab=lab)
    except NotAnAddress as error:
        raise Invalid("endpoint", UNREADABLE) from error
    if len(address.url) > LONGEST:
        raise Invalid("endpoint", UNREADABLE)
    if not rules.any_covers(services, address.authority):
        raise Invalid("endpoint", rules.NOT_SWITCHED_ON)
    return address.url


def push_lane(envoy: Envoy) -> Callable[[int], Awaitable[Outcome]]:
    """What the runner calls with a subscription's id, once its moment has come.

    The job goes only after the answer: killed in between, the same is said again, which nobody can tell from once.
    """
    database, key = envoy.house.database, envoy.house.key

    async def tell_first(lane: int) -> Outcome:
        ready = await database.read(sending.first, lane, key=key)
        if ready is None:
            return Outcome()
        if ready.call is not None:
            try:
                answer = await _say(envoy, ready.call)
            except FetchFailed as error:
                answer = Answer(error.answered or 503)
            except FetchRefused:
                answer = Answer(400)  # switched off meanwhile, or its name leads elsewhere: nothing was sent
            if answer.retryable and not _is_too_late(envoy, ready.job):
                log.info("push %s not taken: %s", lane, answer.status)
                return Outcome(failed=True, at_least=max(AGAIN_AFTER, timedelta(seconds=answer.retry_after or 0)))
            if answer.status in _GONE:
                await database.write(actions.end_refused, lane)
        await database.write(queue.done, QUEUE, ready.job)
        return Outcome(more=True)

    return tell_first


async def _say(envoy: Envoy, call: Call) -> Answer:
    where = call.where
    origin = read_address(where.endpoint, lab=envoy.lab).origin
    authorization = vapid.authorization(
        call.private, call.public, audience=origin, house=envoy.origin, now=envoy.clock()
    )
    return await envoy.fetcher.push(where.endpoint, authorization, _message(envoy, call))


def _message(envoy: Envoy, call: Call) -> bytes:
    """Empty for a browser, which gave no key."""
    if not call.where.p256dh:
        return b""
    said = letters.neutral(call.title, call.language or envoy.house.settings.language)
    return encrypted(said, call.where.p256dh, call.where.auth)


def _is_too_late(envoy: Envoy, job: queue.Waiting) -> bool:
    return envoy.clock() - job.queued_at >= GIVE_UP_AFTER
