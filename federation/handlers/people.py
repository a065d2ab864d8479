"""Who does something, and to whom: what every handler asks first."""

from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.accounts.queries import AccountFacts
from app.basics.errors import NotFound
from federation.gate import VerifiedActivity
from federation.missing import Missing


def sender(session: Session, verified: VerifiedActivity) -> AccountFacts:
    """The account of whoever said it; raises Missing where we do not know them yet."""
    account = accounts.by_uri(session, verified.activity.actor)
    if account is None:
        raise Missing(verified.activity.actor, "actor")
    if account.ally_id != verified.ally.id:
        raise NotFound
    return account


def member(session: Session, uri: str) -> AccountFacts:
    """A member of this house; raises NotFound for anybody else."""
    account = accounts.by_uri(session, uri)
    if account is None or not account.is_ours:
        raise NotFound
    return account
