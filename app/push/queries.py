"""Which services are on, and where somebody is told: for nobody but them."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from app.accounts import secrets
from app.accounts.models import App, AppToken, SignIn
from app.push import vapid
from app.push.models import PushKey, PushService, PushSubscription
from app.push.sealed import Where, opened
from app.storage.sealing import HouseKey

MOST = 100


@dataclass(frozen=True, slots=True)
class Subscribed:
    """One place where its member is told."""

    id: int
    where: Where


@dataclass(frozen=True, slots=True)
class Place:
    """The same as its member knows it: what they called the session, or the app's name."""

    id: int
    name: str
    is_app: bool
    is_this_one: bool = False


def services(session: Session) -> tuple[str, ...]:
    """The hosts that are switched on; none unless a steward did."""
    return tuple(session.scalars(select(PushService.host).order_by(PushService.host)))


def public_key(session: Session) -> str:
    """The house's key as apps and browsers take it; empty while no service is on."""
    if session.scalar(select(PushService.host).limit(1)) is None:
        return ""
    found = session.scalar(select(PushKey.public))
    return "" if found is None else vapid.in_words(found)


def of_app(session: Session, token_id: int, *, key: HouseKey) -> Subscribed | None:
    """Where an app is told."""
    row = session.scalars(select(PushSubscription).where(PushSubscription.token_id == token_id)).one_or_none()
    return None if row is None else Subscribed(row.id, opened(row.sealed, key))


def places(session: Session, account_id: int, secret: str) -> list[Place]:
    """Everywhere a member is told, this browser first."""
    this_one = SignIn.secret_hash == secrets.token_hash(secret)
    rows = session.execute(
        select(PushSubscription.id, SignIn.label, App.name, this_one)
        .outerjoin(SignIn, SignIn.id == PushSubscription.session_id)
        .outerjoin(AppToken, AppToken.id == PushSubscription.token_id)
        .outerjoin(App, App.id == AppToken.app_id)
        .where(PushSubscription.account_id == account_id)
        .order_by(PushSubscription.id)
        .limit(MOST)
    )
    found = [
        Place(row[0], row.name if row.name is not None else row.label or "", row.name is not None, bool(row[3]))
        for row in rows
    ]
    return sorted(found, key=lambda place: not place.is_this_one)


def session_of(secret: str) -> ColumnElement[bool]:
    """The session with that secret."""
    return SignIn.secret_hash == secrets.token_hash(secret)
