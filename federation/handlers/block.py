"""Block: a member of an ally keeps away from one of ours, who is not told."""

from sqlalchemy.orm import Session

from app.accounts.actions.blocking import block
from federation.envoy import Envoy
from federation.gate import VerifiedActivity
from federation.handlers.people import member, sender


def handle(session: Session, verified: VerifiedActivity, envoy: Envoy) -> None:
    """From now on neither sees the other here; said again, its newest address is the one that an Undo names."""
    blocked = member(session, verified.activity.object_uri)
    blocks = sender(session, verified)
    block(session, blocks.id, blocked.id, now=envoy.clock(), uri=verified.activity.uri)
