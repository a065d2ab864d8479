"""The one gate (P21): what comes in from another house is somebody's, in good standing, fresh, and theirs to say.

Order: who claims to come (strangers hear nothing), size and JSON, what the signature says of itself, whether key,
actor, activity and object belong to one house, whether that house may say this now, the key, and whether the
signature was seen before. What needs no network is decided before the answer (decision 0007).
"""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from app.allies.queries import AllyFacts
from app.allies.rules import LAST_WORDS, Scope, State, may_fetch, may_pass
from app.basics.errors import Forbidden, NotFound, Unavailable, Unverified
from federation import arrivals
from federation.activities import Activity, Earlier, read_activity
from federation.addresses import NotAnAddress, origin_of
from federation.arrivals import Arrival
from federation.asking import Asking
from federation.envoy import Envoy
from federation.json_in import json_bounded
from federation.known import Known, KnownKey, key_by_id
from federation.signatures import Claim, SignedRequest, read_claim, verify

MOST_BYTES: Final = 256 * 1024
KEYS_MAY_CHANGE_AFTER: Final = timedelta(hours=1)
NEEDS_POSTS: Final = frozenset({"Create", "Announce", "Update", "Add", "Remove", "QuoteRequest"})

_PAUSED: Final = 3600
_ROOM_LOOKED_AT: Final = timedelta(seconds=1)
_KEY_ID = re.compile(r'keyid="([^"]{1,2048})"', re.IGNORECASE)
_SEAL: Final = object()


class Stranger(NotFound):
    """No ally of ours: gets what an address that does not exist gets, byte for byte."""


class KeyUnknown(Exception):
    """The signature cannot be judged before its owner's actor was fetched."""


@dataclass(frozen=True)
class VerifiedActivity:
    """What a member of an ally said, proved. Only this module can make one."""

    ally: AllyFacts
    activity: Activity
    received_at: datetime
    made_by: object = field(repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.made_by is not _SEAL:
            raise TypeError("Only the gate verifies.")


class Gate:
    """One for each app. `admit` for the inbox, `verified_reader` for what allies fetch."""

    def __init__(self, envoy: Envoy) -> None:
        self._envoy = envoy
        self._known = Known(envoy)
        self._asking = Asking(envoy)
        self._room_until: datetime | None = None

    async def claimed_house(self, request: SignedRequest) -> AllyFacts:
        """The ally whose key the request names, from memory alone and not yet proved; raises Stranger."""
        named = next((found[1] for header in _signature_headers(request) if (found := _KEY_ID.search(header))), "")
        ally = await self._known.ally(house_of(named, lab=self._envoy.lab))
        if ally is None or ally.state in {State.KNOCKING, State.KNOCKED}:
            raise Stranger
        return ally

    async def admit(self, request: SignedRequest, ally: AllyFacts) -> None:
        """Take an activity in for its job; when this returns it is on the disk and will not be lost.

        Raises Unverified, Forbidden, Invalid, TooLarge, TooMany or Unavailable, none of them with anything kept.
        """
        now = self._envoy.clock()
        activity = read_activity(json_bounded(request.body, max_bytes=MOST_BYTES))
        claim = read_claim(request, now=now, our_origin=self._envoy.origin)
        must_be_of_one_house(claim, activity, ally, lab=self._envoy.lab)
        must_be_let_in(ally, activity.verb)
        await self._must_have_room(now)
        proved = await self._is_proved(claim, activity, ally, now)
        arrival = Arrival(True, now, request.body) if proved else arrivals.unverified(request, now)
        await self._envoy.house.database.write(
            arrivals.store,
            ally.id,
            activity.verb,
            arrivals.sealed(arrival, self._envoy.house.key),
            claim.fingerprint,
            pending=not proved,
            now=now,
        )

    async def verified_reader(self, request: SignedRequest) -> AllyFacts:
        """The ally that signed a GET; raises Stranger or Unverified."""
        return (await self.verified_asker(request))[0]

    async def verified_asker(self, request: SignedRequest) -> tuple[AllyFacts, str]:
        """The same with the actor whose key it was, empty for the house's own. An unknown key is asked for once.

        Somebody whom people here suspended gets nothing by their own key: their house may go on asking for others.
        """
        now = self._envoy.clock()
        ally = await self.claimed_house(request)
        if not may_fetch(ally.state):
            raise Stranger
        claim = read_claim(request, now=now, our_origin=self._envoy.origin)
        if house_of(claim.key_id, lab=self._envoy.lab) != ally.origin:
            raise Unverified(None, "key of another house")
        if claim.key_id == ally.key_id:
            verify(claim, ally.public_key or "")
            return ally, ""
        key = await self._known.key(claim.key_id, ally.id)
        if key is None or not _holds(claim, key, now):
            key = await self._asking.for_key(ally, claim.key_id)
            verify(claim, key.public_key)
            self._known.forget()
        if key.suspended:
            raise Stranger
        return ally, key.owner

    async def _is_proved(self, claim: Claim, activity: Activity, ally: AllyFacts, now: datetime) -> bool:
        if _is_instance(claim, activity, ally):
            verify(claim, ally.public_key or "")
            return True
        key = await self._known.key(claim.key_id, ally.id)
        return key is not None and key.owner == activity.actor and _holds(claim, key, now)

    async def _must_have_room(self, now: datetime) -> None:
        """Looked at once a second, not for each request."""
        if self._room_until is None or now >= self._room_until:
            await self._envoy.house.database.read(arrivals.must_have_room)
            self._room_until = now + _ROOM_LOOKED_AT


def reopened(session: Session, envoy: Envoy, ally: AllyFacts, payload: bytes) -> VerifiedActivity:
    """What lies in the lane, as a handler may have it; raises KeyUnknown, Unverified, or Forbidden after a pause."""
    arrival = arrivals.opened(payload, envoy.house.key)
    activity = read_activity(json_bounded(arrival.body, max_bytes=MOST_BYTES))
    must_be_let_in(ally, activity.verb)
    if not arrival.verified:
        _verify_now(session, envoy, ally, activity, arrival)
    return VerifiedActivity(ally, activity, arrival.received_at, _SEAL)


def house_of(address: str, *, lab: bool) -> str:
    """The origin of an address whose fragment may be anything; empty for what cannot be read."""
    try:
        return origin_of(address.partition("#")[0], lab=lab)
    except NotAnAddress:
        return ""


def must_be_of_one_house(claim: Claim, activity: Activity, ally: AllyFacts, *, lab: bool) -> None:
    """Key, actor and activity, and what is created, deleted or undone, all of the ally; raises Unverified."""
    theirs = [claim.key_id, activity.actor, activity.uri]
    if activity.verb in {"Create", "Update", "Delete", "Add", "Remove"}:
        theirs.append(activity.object_uri)
    if activity.verb == "Undo":
        theirs.append(activity.object_uri)
        if isinstance(activity.object, Earlier) and activity.object.actor != activity.actor:
            raise Unverified(None, "another's act")
    if any(house_of(address, lab=lab) != ally.origin for address in theirs):
        raise Unverified(None, "another house")
    if (claim.key_id == ally.key_id) != (activity.actor == ally.actor) and ally.key_id:
        raise Unverified(None, "instance key")


def must_be_let_in(ally: AllyFacts, verb: str) -> None:
    """Raises Forbidden, or Unavailable for last words during a pause: those are to be said again later."""
    if ally.state == State.PAUSED and verb in LAST_WORDS:
        raise Unavailable(None, "paused", retry_after=_PAUSED)
    if not may_pass(ally.state, verb) or (verb in NEEDS_POSTS and Scope.POSTS not in ally.scopes):
        raise Forbidden(None, ally.id)


def _verify_now(session: Session, envoy: Envoy, ally: AllyFacts, activity: Activity, arrival: Arrival) -> None:
    """Judge a signature as of the moment when it came, with the key as it is known now."""
    claim = read_claim(arrival.request, now=arrival.received_at, our_origin=envoy.origin)
    must_be_of_one_house(claim, activity, ally, lab=envoy.lab)
    key = key_by_id(session, claim.key_id, ally.id)
    if key is None or key.owner != activity.actor:
        raise KeyUnknown(activity.actor)
    if not _holds(claim, key, arrival.received_at):
        raise KeyUnknown(activity.actor)


def _is_instance(claim: Claim, activity: Activity, ally: AllyFacts) -> bool:
    return claim.key_id == ally.key_id and activity.actor == ally.actor


def _holds(claim: Claim, key: KnownKey, now: datetime) -> bool:
    """Whether the key proves it; False where the key is so old that a newer one may. Raises Unverified."""
    try:
        verify(claim, key.public_key)
    except Unverified:
        if now - key.seen_at < KEYS_MAY_CHANGE_AFTER:
            raise
        return False
    return True


def _signature_headers(request: SignedRequest) -> list[str]:
    return request.values("signature") + request.values("signature-input")
