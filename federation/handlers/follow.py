"""Follow: a member of an ally asks one of ours, who is asked for their consent."""

from sqlalchemy.orm import Session

from app.accounts.actions.following import ask_to_follow
from federation.envoy import Envoy
from federation.gate import VerifiedActivity
from federation.handlers.people import member, sender


def handle(session: Session, verified: VerifiedActivity, envoy: Envoy) -> None:
    """Put the question; asked again, an answer given before is given again."""
    followed = member(session, verified.activity.object_uri)
    asks = sender(session, verified)
    ask_to_follow(session, asks.id, followed.id, now=envoy.clock(), uri=verified.activity.uri)
