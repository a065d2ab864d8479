"""Who does something, and to whom: what every handler asks first."""

from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.accounts.queries import AccountFacts
from app.allies.rules import LAST_WORDS
from app.basics.errors import NotFound
from federation.gate import VerifiedActivity
from federation.missing import Missing


def sender(session: Session, verified: VerifiedActivity) -> AccountFacts:
    """The account of whoever said it; raises Missing where we do not know them yet.

    Of somebody suspended here only last words are heard, so that what they take back goes here too (P11).
    """
    account = accounts.whoever_is_at(session, verified.activity.actor)
    if account is None:
        raise Missing(verified.activity.actor, "actor")
    if account.ally_id != verified.ally.id or (account.suspended and verified.activity.verb not in LAST_WORDS):
        raise NotFound
    return account


def speaker(session: Session, verified: VerifiedActivity) -> AccountFacts:
    """The same for what says something new; raises NotFound also where people here paused their posting."""
    account = sender(session, verified)
    if account.may_not_post:
        raise NotFound
    return account


def member(session: Session, uri: str) -> AccountFacts:
    """A member of this house; raises NotFound for anybody else."""
    account = accounts.by_uri(session, uri)
    if account is None or not account.is_ours:
        raise NotFound
    return account
