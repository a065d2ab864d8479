"""Accept: somebody whom a member of ours asked to follow says yes."""

from sqlalchemy.orm import Session

from app.accounts.actions.following import accept_follower
from federation.envoy import Envoy
from federation.gate import VerifiedActivity
from federation.handlers.answered import question


def handle(session: Session, verified: VerifiedActivity, envoy: Envoy) -> None:
    """Only the one who was asked can say yes, and only to a question that still stands."""
    asked, followed = question(session, verified)
    accept_follower(session, followed, asked)
