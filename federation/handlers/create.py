"""Create: a member of an ally wrote something."""

from sqlalchemy.orm import Session

from app.basics.errors import Invalid
from federation.activities import WireNote
from federation.envoy import Envoy
from federation.gate import VerifiedActivity
from federation.handlers import vote
from federation.handlers.people import speaker
from federation.notes import keep_note


def handle(session: Session, verified: VerifiedActivity, envoy: Envoy) -> None:
    """Keep it if its author is whoever said so; twice changes nothing. A vote is counted and never kept."""
    note = verified.activity.object
    if not isinstance(note, WireNote) or note.author != verified.activity.actor:
        raise Invalid("post", "That post is somebody else's.")
    if vote.is_vote(session, note):
        vote.handle(session, verified, envoy, note)
        return
    keep_note(session, envoy, verified.ally, speaker(session, verified), note)
