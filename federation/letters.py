"""What waits to be sent: a reference where the thing may change or go before it is, the finished act otherwise."""

from typing import Any

import msgspec
from sqlalchemy.orm import Session

from app.allies.queries import AllyFacts
from app.allies.rules import may_wait
from app.jobs.queue import enqueue
from federation.envoy import Envoy

QUEUE = "deliver"
SEAL = "queue"

# Where houses speak of their pact; as a letter's inbox it means that door of the ally's.
PACT = "/ap/pact"


class Letter(msgspec.Struct, frozen=True, omit_defaults=True):
    """One act on its way to one house, as it is sealed in its lane.

    `sender` is the member whose key signs; None for the house itself. With `post_id` it is that post, with `profile`
    the sender as they are, both composed at the moment of sending. `message_key` opens the post if it is a message;
    `edited`: the house has it already, and is told what it says now. `asks`: the address of what it quotes, and would.
    `inbox`: for a house without a shared one.
    """

    sender: int | None
    activity: dict[str, Any] | None = None
    post_id: int | None = None
    message_key: bytes = b""
    profile: bool = False
    edited: bool = False
    asks: str = ""
    inbox: str = ""


def write_letter(envoy: Envoy, session: Session, ally: AllyFacts, verb: str, letter: Letter) -> None:
    """Put it at the end of the ally's lane, sealed (P10), if anything of this verb may wait for that house."""
    if may_wait(ally.state, verb):
        sealed = envoy.house.key.seal(msgspec.json.encode(letter), SEAL)
        enqueue(session, QUEUE, ally.id, verb, sealed, now=envoy.clock())


def open_letter(envoy: Envoy, payload: bytes) -> Letter:
    """What was sealed; raises SealBroken."""
    return msgspec.json.decode(envoy.house.key.open(payload, SEAL), type=Letter)
