"""What another house says of the pact, at the one door that strangers may knock at.

A Knock proves only that its sender has the key it carries. An Answer, a Part, and a Knock that crosses ours are
believed when the key that was pinned signed them, and nothing else is.
"""

from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Community
from app.allies import actions, queries
from app.allies.actions import Pinned
from app.allies.queries import AllyFacts
from app.allies.rules import State
from app.basics.errors import ParasolError
from federation import sightings
from federation.envoy import Envoy
from federation.letters import PACT, Letter, write_letter
from federation.pact import messages, pausing
from federation.pact.messages import Message
from federation.signatures import Claim, SignedRequest, read_claim, verify


class Heard(StrEnum):
    """How a message is to be answered: only who proved to be the other side of a pact learns that it was heard."""

    HEARD = "heard"
    TAKEN = "taken"


async def hear(envoy: Envoy, request: SignedRequest, message: Message) -> Heard:
    """Do what the message asks for, if it may. Whatever is wrong with it, the answer is TAKEN."""
    try:
        claim = read_claim(request, now=envoy.clock(), our_origin=envoy.origin)
        if claim.key_id != message.key_id:
            return Heard.TAKEN
        if message.shown is not None:
            verify(claim, message.shown.public_key)
        known = await envoy.house.database.read(queries.by_origin, message.origin)
        pinned = known.public_key if known is not None and known.state != State.KNOCKED else None
        if message.shown is not None and known is None:
            await envoy.house.database.write(_note_knock, envoy, message.origin, message.shown)
            return Heard.TAKEN
        # A stranger's signature takes as long as a house's that we know.
        verify(claim, pinned or envoy.community.public_key)
        heard = await envoy.house.database.write(_believe, envoy, message, claim)
    except ParasolError:
        return Heard.TAKEN
    return Heard.HEARD if heard else Heard.TAKEN


def _note_knock(session: Session, envoy: Envoy, origin: str, shown: Pinned) -> None:
    """One knock after the other, so that a flood cannot run past the bound, nor one house be written down twice."""
    session.execute(select(Community.id).with_for_update())
    actions.note_their_knock(session, origin, shown, now=envoy.clock())


def _believe(session: Session, envoy: Envoy, message: Message, claim: Claim) -> bool:
    """What the pinned key says. Whether it changed anything or was known already, it was heard."""
    known = queries.by_origin(session, message.origin)
    if known is None or known.key_id != claim.key_id:
        return False
    sightings.note(session, claim.fingerprint, now=envoy.clock())
    match message.verb:
        case messages.ANSWER:
            return _answered(session, envoy, known)
        case messages.PART:
            return _parted(session, envoy, known)
        case _:
            return _crossed(session, envoy, known)


def _answered(session: Session, envoy: Envoy, known: AllyFacts) -> bool:
    """Their yes to our knock; said twice because our word for it was lost, it is heard twice."""
    if known.state not in {State.KNOCKING, State.ALLIED}:
        return False
    actions.note_their_answer(session, known.origin, now=envoy.clock())
    return True


def _crossed(session: Session, envoy: Envoy, known: AllyFacts) -> bool:
    """They knock while we do: people on both sides have said yes. They are told ours as an answer."""
    if known.state not in {State.KNOCKING, State.ALLIED}:
        return False
    ally = actions.note_their_answer(session, known.origin, now=envoy.clock())
    write_letter(envoy, session, ally, messages.ANSWER, Letter(None, messages.answer_of(envoy), inbox=PACT))
    return True


def _parted(session: Session, envoy: Envoy, known: AllyFacts) -> bool:
    if known.state == State.PARTING:
        return True
    if known.state not in {State.ALLIED, State.PAUSED}:
        return False
    pausing.keep_last_words(session, known.id)
    actions.part(session, known.origin, now=envoy.clock())
    return True
