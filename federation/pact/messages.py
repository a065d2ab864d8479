"""What two houses say to each other of their pact: Knock, Answer and Part. Each names its sender and carries a number.

The number makes every message, and so every signature, another one: what is said again is not a replay.
"""

from dataclasses import dataclass
from typing import Any, Final

from app.accounts.addresses import instance_actor_uri
from app.allies.actions import Pinned
from app.basics.errors import Invalid
from app.basics.ids import new_token
from federation.activities import WireActor, read_actor
from federation.addresses import origin_of
from federation.documents import Json, in_context, instance_document
from federation.envoy import Envoy
from federation.json_in import json_bounded
from federation.letters import PACT
from federation.signatures import load_public_key

MOST_BYTES: Final = 8 * 1024
MAX_DEPTH: Final = 6

KNOCK: Final = "Knock"
ANSWER: Final = "Answer"
PART: Final = "Part"


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it was read; who really sent it is for its signature to say. `shown` is a Knock's own key."""

    verb: str
    origin: str
    key_id: str
    shown: Pinned | None = None


def pact_address(origin: str) -> str:
    return origin + PACT


def knock_of(envoy: Envoy) -> Json:
    """Our knock: our own actor, key and all, inside it."""
    inner = {name: value for name, value in instance_document(envoy).items() if name != "@context"}
    return _message(envoy, KNOCK) | {"object": inner}


def answer_of(envoy: Envoy) -> Json:
    """Our yes to their knock."""
    return _message(envoy, ANSWER)


def part_of(envoy: Envoy) -> Json:
    """That we part from them."""
    return _message(envoy, PART)


def read_message(body: bytes, envoy: Envoy) -> Message:
    """A message of another house; raises Invalid, TooLarge or NotAnAddress, and Unverified for a key that is none."""
    document = json_bounded(body, max_depth=MAX_DEPTH, max_bytes=MOST_BYTES)
    actor, verb = document.get("actor"), document.get("type")
    if not isinstance(actor, str) or verb not in {KNOCK, ANSWER, PART}:
        raise Invalid("type", "That is no message between houses.")
    origin = origin_of(actor, lab=envoy.lab)
    if origin == envoy.origin or actor != instance_actor_uri(origin):
        raise Invalid("actor", "That is no message of another house.")
    shown = pinned_in(document.get("object"), origin) if verb == KNOCK else None
    return Message(verb, origin, f"{actor}#key", shown)


def pinned_in(document: Any, origin: str) -> Pinned:
    """What is pinned of an instance actor of Parasol's, if everything in it is of that origin; raises Invalid."""
    actor = read_actor(document) if isinstance(document, dict) else None
    if actor is None or not _is_house(actor, origin):
        raise Invalid("actor", "That is not the actor of a Parasol house.")
    load_public_key(actor.public_key)
    return Pinned(actor=actor.uri, key_id=actor.key_id, public_key=actor.public_key, inbox=actor.inbox)


def _is_house(actor: WireActor, origin: str) -> bool:
    uri = instance_actor_uri(origin)
    return (
        actor.uri == uri
        and actor.kind == "Application"
        and actor.key_id == f"{uri}#key"
        and actor.key_owner == uri
        and actor.inbox.startswith(f"{origin}/")
    )


def _message(envoy: Envoy, verb: str) -> Json:
    actor = instance_actor_uri(envoy.origin)
    return in_context({"id": f"{actor}#{verb.lower()}-{new_token()}", "type": verb, "actor": actor})
