"""Parting: both sides are told, only last words pass for seven days, then everything of theirs is gone here (P25)."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.accounts.models import Account
from app.allies import actions, queries
from app.allies.models import Ally
from app.allies.queries import AllyFacts
from app.allies.rules import State
from app.basics.errors import NotFound
from app.emoji.actions.of_allies import orphan_files_of
from app.jobs import queue
from app.jobs.models import Job, Lane
from app.jobs.outbox import announce
from app.posts.actions.narrowing import keep_for_those_named
from app.posts.events import BlobsOrphaned
from app.posts.models import Picture
from app.storage.sealing import HouseKey
from federation.envoy import Envoy
from federation.fetching import QUEUES
from federation.letters import PACT, QUEUE, Letter, write_letter
from federation.pact import messages
from federation.pact.asking import checked_origin
from federation.pact.pausing import keep_last_words

LAST_WORDS_TAKE: Final = timedelta(days=7)
_AT_ONCE: Final = 500


async def part(envoy: Envoy, origin: str) -> AllyFacts:
    """Begin to part, and let them know. A knock, ours or theirs, is simply gone."""
    checked = checked_origin(envoy, origin)
    return await envoy.house.database.write(_part, envoy, checked)


async def decline(envoy: Envoy, origin: str) -> None:
    """No to a knock, or our own taken back. Nothing is sent: whoever knocked learns nothing."""
    await envoy.house.database.write(actions.decline, checked_origin(envoy, origin))


def end_partings(session: Session, now: datetime, *, key: HouseKey) -> None:
    """A sweep: houses that we parted from seven days ago go, with everything that came from there, files included."""
    over = select(Ally.id).where(Ally.state == State.PARTING, Ally.changed_at <= now - LAST_WORDS_TAKE)
    for ally_id in session.scalars(over).all():
        keep_for_those_named(session, ally_id, key=key)
        _orphan_pictures(session, ally_id)
        orphan_files_of(session, ally_id)
        for name in (QUEUE, *QUEUES, "receive"):
            session.execute(delete(Job).where(Job.queue == name, Job.lane == ally_id))
            session.execute(delete(Lane).where(Lane.queue == name, Lane.lane == ally_id))
        actions.forget(session, ally_id)


def _part(session: Session, envoy: Envoy, origin: str) -> AllyFacts:
    known = queries.by_origin(session, origin)
    if known is None:
        raise NotFound("No house of that address is on the list.")
    if known.state in {State.KNOCKED, State.KNOCKING}:
        actions.decline(session, origin)
        return replace(known, state=State.PARTING)
    facts = actions.part(session, origin, now=envoy.clock())
    keep_last_words(session, facts.id)
    if not facts.by_hand:
        write_letter(envoy, session, facts, messages.PART, Letter(None, messages.part_of(envoy), inbox=PACT))
    queue.try_lane_now(session, QUEUE, facts.id)
    return facts


def _orphan_pictures(session: Session, ally_id: int) -> None:
    """Announce the files of their people, which the database's cascade leaves behind."""
    theirs = select(Picture.blob).join(Account, Account.id == Picture.owner_id).where(Account.ally_id == ally_id)
    blobs = session.scalars(theirs).all()
    for start in range(0, len(blobs), _AT_ONCE):
        announce(session, BlobsOrphaned(tuple(blobs[start : start + _AT_ONCE])))
