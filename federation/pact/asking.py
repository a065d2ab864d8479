"""A steward says yes: to a house we knock at, to one that knocked, or to other software by hand."""

import msgspec
from sqlalchemy.orm import Session

from app.accounts.addresses import instance_actor_uri
from app.allies import actions, queries
from app.allies.actions import Pinned
from app.allies.queries import AllyFacts
from app.allies.rules import USUAL, Scope, State
from app.basics.errors import Conflict, Invalid, NotFound, Refused, Unavailable, Unverified
from federation.addresses import NotAnAddress, read_address
from federation.documents import Json
from federation.envoy import Envoy
from federation.fetch import FetchFailed, FetchRefused
from federation.pact import messages
from federation.signatures import fingerprint

_HEARD = 200
_UNREACHED = "That house could not be reached just now. Please try again later."
_NO_HOUSE = "There is no Parasol house at that address. Other software is allied with by hand."
_ANOTHER_KEY_NOW = (
    "This house shows another key than when you knocked first. Speak with its people, then decline and knock anew."
)
_SOMEBODY_ELSE = (
    "The key that knocked is not the key of that house: somebody may be posing as it. "
    "The knock was thrown away; ask their people to knock again."
)
_STANDS: dict[str, str] = {
    State.ALLIED: "You are allies already.",
    State.PAUSED: "You are allies already, and paused. Resume instead.",
    State.PARTING: "You are parting from this house. Wait until that is over, then begin anew.",
}


async def knock(envoy: Envoy, origin: str, scopes: frozenset[Scope] = frozenset(USUAL)) -> AllyFacts:
    """Our yes, and a knock at the origin a steward typed; where they have knocked already, our yes to that.

    Raises Refused or Conflict with what is wrong, Unavailable where trying again later may be enough.
    """
    origin = checked_origin(envoy, origin)
    known = await _not_yet_allied(envoy, origin)
    seen = await _seen_at(envoy, origin)
    if known is not None and known.state == State.KNOCKED and _same_key(known.public_key, seen.public_key):
        return await accept(envoy, origin, scopes)
    if known is None or known.state == State.KNOCKED:
        await envoy.house.database.write(_write_down, origin, seen, scopes, envoy)
    elif not _same_key(known.public_key, seen.public_key):
        raise Refused(_ANOTHER_KEY_NOW)
    answer = await _tell(envoy, origin, messages.knock_of(envoy))
    if not 200 <= answer < 300:
        raise Unavailable("Your yes is written down, but their house did not take the knock. Please knock again later.")
    return await _facts(envoy, origin)


async def accept(envoy: Envoy, origin: str, scopes: frozenset[Scope] | None = None) -> AllyFacts:
    """Our yes to a house that knocked. Nothing is written here before it has heard; doing it again is harmless.

    Raises Refused when the key at their origin is not the one that knocked: then the knock is thrown away.
    """
    origin = checked_origin(envoy, origin)
    known = await _not_yet_allied(envoy, origin)
    if known is None:
        raise NotFound("No house of that address has knocked.")
    if known.state == State.KNOCKING:
        raise Refused("You knocked there yourself. Now it is for their people to say yes.")
    seen = await _seen_at(envoy, origin)
    if not _same_key(known.public_key, seen.public_key):
        await envoy.house.database.write(actions.decline, origin)
        raise Refused(_SOMEBODY_ELSE)
    if await _tell(envoy, origin, messages.answer_of(envoy)) != _HEARD:
        raise Refused("Their house does not know of this knock any more. Ask its people to knock again.")
    return await envoy.house.database.write(actions.accept, origin, scopes, now=envoy.clock())


async def by_hand(envoy: Envoy, origin: str, scopes: frozenset[Scope] = frozenset(USUAL)) -> AllyFacts:
    """Our yes to other software. Asks nobody anything; theirs cannot be proved."""
    origin = checked_origin(envoy, origin)
    await _not_yet_allied(envoy, origin)
    return await envoy.house.database.write(actions.ally_by_hand, origin, scopes, now=envoy.clock())


def checked_origin(envoy: Envoy, typed: str) -> str:
    """The canonical origin in what a steward typed; raises Invalid for what is none, or is our own."""
    typed = typed.strip().rstrip("/")
    try:
        address = read_address(typed, lab=envoy.lab)
    except NotAnAddress as error:
        raise Invalid("origin", error.safe) from error
    if address.target != "/":
        raise Invalid("origin", "Write only the beginning of the address, such as https://house.example")
    if address.origin == envoy.origin:
        raise Invalid("origin", "That is this house itself.")
    return address.origin


async def _not_yet_allied(envoy: Envoy, origin: str) -> AllyFacts | None:
    known = await envoy.house.database.read(queries.by_origin, origin)
    if known is not None and known.state in _STANDS:
        raise Conflict(_STANDS[known.state], known.id)
    return known


async def _seen_at(envoy: Envoy, origin: str) -> Pinned:
    """The instance actor at that origin, as it shows itself now."""
    try:
        document = await envoy.fetcher.get_json(instance_actor_uri(origin), signer=None, typed_by_steward=True)
        return messages.pinned_in(document, origin)
    except FetchFailed as error:
        if error.retryable:
            raise Unavailable(_UNREACHED) from error
        raise Refused(_NO_HOUSE) from error
    except FetchRefused as error:
        raise Refused("That address does not lead to a house on the open internet.") from error
    except (Invalid, Unverified) as error:
        raise Refused(_NO_HOUSE) from error


async def _tell(envoy: Envoy, origin: str, message: Json) -> int:
    """Say something of the pact, signed by the house; the status of the answer, 0 when there was none."""
    try:
        answer = await envoy.fetcher.post(
            messages.pact_address(origin),
            msgspec.json.encode(message),
            signer=envoy.instance_key(),
            typed_by_steward=True,
        )
    except FetchFailed as error:
        if message["type"] == messages.KNOCK:
            return 0
        raise Unavailable(_UNREACHED) from error
    return answer.status


def _write_down(session: Session, origin: str, seen: Pinned, scopes: frozenset[Scope], envoy: Envoy) -> None:
    """Our yes. A knock with another key than the house's own was somebody else's and makes way."""
    if queries.by_origin(session, origin) is not None:
        actions.decline(session, origin)
    actions.note_our_knock(session, origin, seen, scopes, now=envoy.clock())


def _same_key(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and fingerprint(one) == fingerprint(other)


async def _facts(envoy: Envoy, origin: str) -> AllyFacts:
    facts = await envoy.house.database.read(queries.by_origin, origin)
    if facts is None:
        raise NotFound("No house of that address is on the list.")
    return facts
