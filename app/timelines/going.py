"""What was scheduled goes at its moment: exactly once, by the audience and the rules as they are then."""

import logging
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Final

import msgspec
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.basics.errors import NotFound, ParasolError, Refused, Unavailable
from app.posts import readying
from app.posts.actions import scheduling
from app.posts.actions.taking_up import take_out
from app.posts.actions.writing import Draft
from app.posts.begun import Begun, Earlier, NoLongerKept, Waiting
from app.storage.ages import N_
from app.storage.house import House
from app.storage.sealing import HouseKey, SealBroken
from app.timelines import posting

log = logging.getLogger("parasol.scheduled")

AT_ONCE: Final = 20
NOTHING_TO_ANSWER: Final = N_("What it answers is not there for you any more.")
OUR_FAULT: Final = N_("Something went wrong here.")


async def post_what_is_due(house: House, now: datetime) -> None:
    """A chore: each is posted in the transaction that takes it out of those waiting, once its pictures are open."""
    last: Waiting | None = None
    while due := await house.database.read(scheduling.due, now, last, limit=AT_ONCE):
        for account_id, waiting in due:
            await _go(house, account_id, waiting, now=now)
        last = due[-1][1]


async def _go(house: House, account_id: int, waiting: Waiting, *, now: datetime) -> None:
    write, key = house.database.write, house.key
    try:
        begun = waiting.opened(key)
    except SealBroken:
        with suppress(NotFound):
            await write(_give_up, account_id, waiting, key=key, now=now)
        return
    try:
        await house.database.read(scheduling.must_still_go, account_id, waiting, now=now)
        earlier = Earlier(scheduled_id=waiting.id, held=begun.held)
        async with readying.opened_for_posting(house, account_id, earlier, begun.picture_ids) as ready:
            await write(go_now, account_id, waiting, begun, ready, origin=house.settings.origin, key=key, now=now)
    except NoLongerKept:
        return  # another runner was quicker
    except DBAPIError:
        raise
    except Unavailable as error:
        log.warning("scheduled post %s waits for the next round", waiting.id, exc_info=error)
    except Exception as error:  # noqa: BLE001 - one that cannot be posted must not stop the others
        with suppress(NoLongerKept):  # its writer was quicker
            await write(_keep, account_id, begun, waiting, error, key=key, now=now)


def go_now(
    session: Session,
    account_id: int,
    waiting: Waiting,
    begun: Begun,
    ready: Earlier,
    *,
    origin: str,
    key: HouseKey,
    now: datetime,
) -> None:
    """Post it and take it out of those waiting; `ready`: with its pictures opened. Raises what forbids it."""
    scheduling.must_still_go(session, account_id, waiting, now=now)
    take_out(session, account_id, ready, begun.picture_ids, key=key, now=now)
    posting.post(session, account_id, _draft(begun), origin=origin, key=key, now=now)


def _draft(begun: Begun) -> Draft:
    """What the same form posted at once is another post, so its sending is another."""
    draft = replace(scheduling.as_it_is_posted(begun), earlier=Earlier(held=begun.held))
    return replace(draft, idempotency_key=f"scheduled {begun.once}" if begun.once else "")


def _keep(
    session: Session,
    account_id: int,
    begun: Begun,
    waiting: Waiting,
    error: Exception,
    *,
    key: HouseKey,
    now: datetime,
) -> None:
    """Among its writer's drafts, with the reason; for good only where they have left."""
    if not isinstance(error, ParasolError):
        log.error("scheduled post %s could not be posted", waiting.id, exc_info=error)
    unposted = msgspec.structs.replace(begun, why_not=_reason(error))
    try:
        with session.begin_nested():
            scheduling.put_among_drafts(session, account_id, waiting.id, unposted, key=key, now=now)
    except Refused:
        scheduling.unschedule(session, account_id, waiting.id, key=key, now=now)


def _give_up(session: Session, account_id: int, waiting: Waiting, *, key: HouseKey, now: datetime) -> None:
    """Sealed with a house key that is not there: it waits a day for it, then nobody ever opens it."""
    if now >= waiting.goes_at + scheduling.TOO_LATE:
        scheduling.unschedule(session, account_id, waiting.id, key=key, now=now)


def _reason(error: Exception) -> str:
    if isinstance(error, NotFound):
        return NOTHING_TO_ANSWER
    return error.safe if isinstance(error, ParasolError) else OUR_FAULT
