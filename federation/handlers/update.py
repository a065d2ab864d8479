"""Update: a member of an ally changed how they describe themselves, or what a post of theirs says."""

from sqlalchemy.orm import Session

from app.accounts.actions.profiles import remember_foreign
from app.basics.errors import Invalid
from federation.activities import WireActor, WireNote
from federation.actors import described
from federation.editing import keep_edit
from federation.envoy import Envoy
from federation.gate import VerifiedActivity
from federation.handlers.people import speaker


def handle(session: Session, verified: VerifiedActivity, envoy: Envoy) -> None:
    """Only oneself."""
    actor = verified.activity.object
    if not isinstance(actor, WireActor) or actor.uri != verified.activity.actor:
        raise Invalid("actor", "That is somebody else.")
    foreign = described(actor, verified.ally, lab=envoy.lab)
    remember_foreign(session, foreign, origin=envoy.origin, now=envoy.clock())


def handle_note(session: Session, verified: VerifiedActivity, envoy: Envoy) -> None:
    """Only one's own post, and only one that is here: what was deleted does not come back by it."""
    note = verified.activity.object
    if not isinstance(note, WireNote) or note.author != verified.activity.actor:
        raise Invalid("post", "That post is somebody else's.")
    keep_edit(session, envoy, verified.ally, speaker(session, verified), note)
