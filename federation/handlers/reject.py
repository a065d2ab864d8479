"""Reject: somebody whom a member of ours asked to follow says no, or lets them go; or one whom they quote does."""

from sqlalchemy.orm import Session

from app.accounts.actions.following import refuse_follower
from federation.envoy import Envoy
from federation.gate import VerifiedActivity
from federation.handlers import quote_answers
from federation.handlers.answered import question


def handle(session: Session, verified: VerifiedActivity, envoy: Envoy) -> None:
    """The follow, asked for or accepted before, is over; so is a quote."""
    if quote_answers.is_one(verified):
        quote_answers.reject(session, verified)
        return
    asked, followed = question(session, verified)
    refuse_follower(session, followed, asked)
