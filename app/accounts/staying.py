"""Whether those who listen may go on: their session or token still holds, and they neither hide nor wait."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import secrets
from app.accounts.models import Account, AppToken, SignIn
from app.live.listener import Pass


def session_pass(secret: str) -> Pass:
    """What a browser came in with."""
    return Pass("session", secrets.token_hash(secret))


def token_pass(token: str) -> Pass:
    """What an app came in with."""
    return Pass("token", secrets.token_hash(token))


def still_in(session: Session, passes: Collection[Pass], now: datetime) -> set[Pass]:
    """Those of these passes that hold: two SELECTs for everybody who listens in a process."""
    sessions = (
        select(SignIn.secret_hash)
        .join(Account, Account.id == SignIn.account_id)
        .where(SignIn.started_at <= now, SignIn.ends_at > now, SignIn.idle_until > now, Account.is_there)
        .where(SignIn.secret_hash.in_([one.hashed for one in passes if one.kind == "session"]))
    )
    tokens = (
        select(AppToken.token_hash)
        .join(Account, Account.id == AppToken.account_id)
        .where(AppToken.token_hash.in_([one.hashed for one in passes if one.kind == "token"]), Account.is_there)
    )
    found = {Pass("session", hashed) for hashed in session.scalars(sessions)}
    return found | {Pass("token", hashed) for hashed in session.scalars(tokens)}
