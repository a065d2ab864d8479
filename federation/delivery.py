"""Sends what waits in an ally's lane: one letter at a time, in order, each signed and composed as it leaves.

The letter is removed only after the answer. Killed in between, it is sent again and heard once: activities have
addresses, and a signature that repeats is refused with a 401, which is final and right.
"""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.accounts.models import Account
from app.accounts.viewer import Viewer
from app.allies import queries as allies
from app.allies.queries import AllyFacts
from app.allies.rules import Scope, State, may_pass
from app.basics.errors import NotFound
from app.jobs import queue
from app.jobs.models import Job
from app.jobs.runner import Outcome
from app.posts import opening
from app.posts import queries as posts
from federation import documents
from federation.addresses import same_origin
from federation.departing import departed_key
from federation.envoy import Envoy
from federation.fetch import Answer, FetchFailed, FetchRefused
from federation.letters import PACT, QUEUE, Letter, open_letter
from federation.note_for import note_for
from federation.signatures import SigningKey, Style, load_private_key

log = logging.getLogger("parasol.delivery")

PAUSED_LOOKS = timedelta(hours=1)
_ASKS_FOR_THE_OTHER_STYLE = frozenset({401, 403})
_NEEDS_POSTS = frozenset({"Create", "Update", "Announce", "Like", "Add", "Remove", "QuoteRequest"})


@dataclass(frozen=True)
class Ready:
    """The first letter of a lane as it may leave now. Without `activity` there is nothing (any more) to say."""

    job: queue.Waiting
    ally: AllyFacts | None
    inbox: str = ""
    activity: dict[str, Any] | None = None
    signer: SigningKey | None = None


def deliver_lane(envoy: Envoy) -> Callable[[int], Awaitable[Outcome]]:
    """What the runner calls with an ally's id, until nothing is left or something fails."""
    courier = _Courier(envoy)
    return courier.deliver_first


class _Courier:
    def __init__(self, envoy: Envoy) -> None:
        self._envoy = envoy
        self._database = envoy.house.database
        self._styles: dict[int, Style] = {}

    async def deliver_first(self, lane: int) -> Outcome:
        ready = await self._database.read(first_letter, self._envoy, lane)
        if ready is None:
            return Outcome()
        if ready.ally is not None and ready.ally.state == State.PAUSED:
            return Outcome(failed=True, at_least=PAUSED_LOOKS)
        if ready.activity is None or not ready.inbox:
            return await self._finish(ready)
        try:
            answer = await self._send(ready, msgspec.json.encode(ready.activity))
        except FetchFailed as error:
            return (
                await self._again(ready, error.answered) if error.retryable else await self._finish(ready, "unusable")
            )
        except FetchRefused:
            return await self._again(ready, None)
        if answer.retryable:
            return await self._again(ready, answer.status, timedelta(seconds=answer.retry_after or 0))
        return await self._finish(ready, "" if answer.accepted else str(answer.status))

    async def _send(self, ready: Ready, body: bytes) -> Answer:
        """In the style that worked last; refused for its signature, once in the other, which is then remembered."""
        style: Style = self._styles.get(ready.job.lane, "cavage")
        answer = await self._envoy.fetcher.post(ready.inbox, body, signer=ready.signer, style=style)
        if answer.status not in _ASKS_FOR_THE_OTHER_STYLE:
            return answer
        other: Style = "rfc9421" if style == "cavage" else "cavage"
        second = await self._envoy.fetcher.post(ready.inbox, body, signer=ready.signer, style=other)
        if second.accepted:
            self._styles[ready.job.lane] = other
        return second

    async def _finish(self, ready: Ready, refused: str = "") -> Outcome:
        """Heard, finally refused, or not to be said any more: the letter is gone."""
        if refused:
            log.info("ally %s refused %s %s: %s", ready.job.lane, ready.job.kind, ready.job.id, refused)
        await self._database.write(queue.done, QUEUE, ready.job)
        return Outcome(more=True)

    async def _again(self, ready: Ready, status: int | None, at_least: timedelta = timedelta()) -> Outcome:
        """Later, the whole lane; what is too old by now is given up."""
        log.info("ally %s not reached with %s %s: %s", ready.job.lane, ready.job.kind, ready.job.id, status)
        too_old = self._envoy.clock() - queue.GIVE_UP_AFTER
        if ready.job.queued_at < too_old:
            await self._database.write(give_up, ready.job.lane, before=too_old)
        return Outcome(failed=True, at_least=at_least)


def first_letter(session: Session, envoy: Envoy, lane: int) -> Ready | None:
    """The head of a lane, judged and composed as of now; None for an empty lane."""
    waiting = queue.head_of(session, QUEUE, lane, most=1)
    ally = allies.by_id(session, lane)
    if not waiting:
        return None
    job = waiting[0]
    if ally is None or not may_leave(ally, job.kind):
        return Ready(job, ally)
    letter = open_letter(envoy, job.payload)
    signer = signing_key(session, envoy, letter.sender)
    if signer is None:
        return Ready(job, ally)
    return Ready(job, ally, inbox_for(session, envoy, ally, letter), composed(session, envoy, ally, letter), signer)


def may_leave(ally: AllyFacts, verb: str) -> bool:
    """Whether the pact and its scopes, as they stand at this moment, let it go (P22, P24)."""
    return may_pass(ally.state, verb) and (verb not in _NEEDS_POSTS or Scope.POSTS in ally.scopes)


def composed(session: Session, envoy: Envoy, ally: AllyFacts, letter: Letter) -> dict[str, Any] | None:
    """The act as it is said now; None for a post that is gone or not for that house any more."""
    if letter.post_id is not None:
        note = _note(session, envoy, ally, letter.post_id, letter.message_key)
        if note is not None and letter.asks:
            return documents.quote_request_of(note, letter.asks)
        say = documents.edit_of if letter.edited else documents.create_of
        return None if note is None else say(note)
    if letter.profile and letter.sender is not None:
        account = accounts.by_id(session, letter.sender)
        return account and documents.update_of(documents.actor_document(account, envoy, ally))
    return letter.activity


def inbox_for(session: Session, envoy: Envoy, ally: AllyFacts, letter: Letter) -> str:
    """Where it goes: the house's shared inbox, as its own actor or any of its people showed it, else one person's."""
    if letter.inbox == PACT:
        found = ally.origin + PACT
    else:
        found = ally.inbox or _shared_inbox(session, ally.id) or letter.inbox
    return found if same_origin(found, ally.origin, lab=envoy.lab) else ""


def signing_key(session: Session, envoy: Envoy, sender: int | None) -> SigningKey | None:
    """The key that signs for a member, gone or here, or the house's own; None when there is none any more."""
    if sender is None:
        return envoy.instance_key()
    account = accounts.by_id(session, sender)
    try:
        pem = accounts.private_key_of(session, sender, envoy.house.key)
    except NotFound:
        return departed_key(session, envoy, sender)
    if account is None:
        return None
    return SigningKey(account.key_id, load_private_key(pem.decode()))


def give_up(session: Session, lane: int, *, before: datetime) -> None:
    """Forget what has waited too long for a house that does not answer."""
    session.execute(delete(Job).where(Job.queue == QUEUE, Job.lane == lane, Job.queued_at < before))


def _note(session: Session, envoy: Envoy, ally: AllyFacts, post_id: int, message_key: bytes) -> dict[str, Any] | None:
    try:
        post = opening.opened_with(posts.one(session, Viewer.ally(ally.id), post_id), message_key)
    except NotFound:
        return None
    return note_for(session, envoy, ally, post)


def _shared_inbox(session: Session, ally_id: int) -> str:
    """Other software has no house of its own to ask: its people name the shared inbox."""
    return (
        session.scalar(
            select(Account.shared_inbox).where(Account.ally_id == ally_id, Account.shared_inbox != "").limit(1)
        )
        or ""
    )
