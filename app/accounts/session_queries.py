"""What is signed in with an account: for nobody but its member."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import secrets
from app.accounts.models import App, AppToken, SignIn
from app.accounts.session_rules import MOST_SESSIONS, last_used

MOST_APPS = 100


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """A session by the days of its life; nothing about the device is known."""

    id: int
    label: str
    began: datetime
    last_used: datetime
    is_this_one: bool


@dataclass(frozen=True, slots=True)
class AppFacts:
    """An app that was let in. `opens_messages`: it holds the member key."""

    token_id: int
    name: str
    scopes: tuple[str, ...]
    since: datetime
    opens_messages: bool


def sessions_of(session: Session, account_id: int, secret: str, *, now: datetime) -> list[SessionFacts]:
    """The live ones, this one first, then those last used latest."""
    this_one = SignIn.secret_hash == secrets.token_hash(secret)
    rows = session.execute(
        select(SignIn.id, SignIn.label, SignIn.started_at, SignIn.idle_until, this_one)
        .where(SignIn.account_id == account_id, SignIn.ends_at > now, SignIn.idle_until > now)
        .order_by(this_one.desc(), SignIn.idle_until.desc(), SignIn.id)
        .limit(MOST_SESSIONS)
    )
    return [
        SessionFacts(each.id, each.label, each.started_at, last_used(each.idle_until), bool(each[4])) for each in rows
    ]


def apps_of(session: Session, account_id: int) -> list[AppFacts]:
    """The apps with a token of this account, the newest first."""
    rows = session.execute(
        select(AppToken.id, App.name, AppToken.scopes, AppToken.made_at, AppToken.member_key.is_not(None))
        .join(App, App.id == AppToken.app_id)
        .where(AppToken.account_id == account_id)
        .order_by(AppToken.id.desc())
        .limit(MOST_APPS)
    )
    return [AppFacts(token_id, name, tuple(scopes.split()), at, opens) for token_id, name, scopes, at, opens in rows]
