"""Accept: somebody whom a member of ours asked to follow, or to quote, says yes."""

from sqlalchemy.orm import Session

from app.accounts.actions.following import accept_follower
from federation.envoy import Envoy
from federation.gate import VerifiedActivity
from federation.handlers import quote_answers
from federation.handlers.answered import question


def handle(session: Session, verified: VerifiedActivity, envoy: Envoy) -> None:
    """Only the one who was asked can say yes, and only to a question that still stands."""
    if quote_answers.is_one(verified):
        quote_answers.accept(session, verified, envoy)
        return
    asked, followed = question(session, verified)
    accept_follower(session, followed, asked)
