"""Update: a member of an ally changed how they describe themselves."""

from sqlalchemy.orm import Session

from app.accounts.actions.profiles import remember_foreign
from app.basics.errors import Invalid
from federation.activities import WireActor
from federation.actors import described
from federation.envoy import Envoy
from federation.gate import VerifiedActivity


def handle(session: Session, verified: VerifiedActivity, envoy: Envoy) -> None:
    """Only oneself."""
    actor = verified.activity.object
    if not isinstance(actor, WireActor) or actor.uri != verified.activity.actor:
        raise Invalid("actor", "That is somebody else.")
    foreign = described(actor, verified.ally, lab=envoy.lab)
    remember_foreign(session, foreign, origin=envoy.origin, now=envoy.clock())
