"""Client apps: registering, letting them in with a code, ending them (RFC 6749, RFC 7636, RFC 7009)."""

import base64
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.accounts import secrets
from app.accounts.models import App, AppToken, AuthorisationCode
from app.basics.errors import Invalid
from app.basics.ids import new_id, new_token
from app.basics.text import one_line
from app.storage.sealing import HouseKey

CODES_LAST = timedelta(minutes=10)
OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob"
SCOPES = frozenset(
    ["read", "write", "follow", "push", "profile"]
    + [f"{verb}:{noun}" for verb in ("read", "write") for noun in (
        "accounts", "blocks", "bookmarks", "conversations", "favourites", "filters", "follows", "lists", "media",
        "mutes", "notifications", "reports", "search", "statuses",
    )]
)  # fmt: skip


class BadGrant(Invalid):
    """A code, verifier or pair of secrets that does not fit; `error` is OAuth's word."""

    def __init__(self, error: str, safe: str) -> None:
        super().__init__("grant", safe)
        self.error = error


@dataclass(frozen=True, slots=True)
class Registered:
    """An app as its maker is told of it."""

    id: int
    client_id: str
    client_secret: str
    name: str
    redirects: tuple[str, ...]
    scopes: str
    website: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What an app asks a member for."""

    app_id: int
    redirect: str
    scopes: str
    challenge: str


def register(
    session: Session,
    name: str,
    redirects: Sequence[str],
    scopes: str,
    website: str,
    *,
    key: HouseKey,
    now: datetime,
) -> Registered:
    """Register an app, or find it again: nothing in the answer is particular to whoever asked (P2)."""
    tidy_name = one_line(name)[:100]
    if not tidy_name:
        raise Invalid("client_name", "An app has a name.")
    addresses = tuple(dict.fromkeys(checked_redirect(address) for address in redirects))
    if not addresses:
        raise Invalid("redirect_uris", "An app has an address to come back to.")
    allowed = checked_scopes(scopes)
    identity = "\n".join([tidy_name, *addresses, allowed]).encode()
    client_id = key.keyed_hash(identity, "app").hex()
    app = session.scalars(select(App).where(App.client_id == client_id)).one_or_none()
    if app is None:
        app = App(
            id=new_id(now), client_id=client_id, name=tidy_name, redirects="\n".join(addresses), scopes=allowed,
            website=website[:300] if website.startswith("https://") else "", last_used_on=now.strftime("%Y-%m-01"),
        )  # fmt: skip
        session.add(app)
        session.flush()
    return described(app, key)


def described(app: App, key: HouseKey) -> Registered:
    """The app with its secret, which is derived and so never stored."""
    secret = key.keyed_hash(app.client_id.encode(), "app secret", size=32).hex()
    return Registered(
        app.id, app.client_id, secret, app.name, tuple(app.redirects.split("\n")), app.scopes, app.website
    )


def known(session: Session, client_id: str, *, key: HouseKey) -> Registered | None:
    """The app of that id."""
    app = session.scalars(select(App).where(App.client_id == client_id)).one_or_none()
    return None if app is None else described(app, key)


def by_id(session: Session, app_id: int, *, key: HouseKey) -> Registered | None:
    app = session.get(App, app_id)
    return None if app is None else described(app, key)


def authorise(session: Session, account_id: int, asked: Asked, *, now: datetime) -> str:
    """The member said yes: a code, good once and for ten minutes."""
    code = new_token(32)
    session.add(
        AuthorisationCode(
            code_hash=secrets.token_hash(code), app_id=asked.app_id, account_id=account_id, redirect=asked.redirect,
            scopes=asked.scopes, challenge=asked.challenge, ends_at=now + CODES_LAST,
        )
    )  # fmt: skip
    return code


def exchange(
    session: Session, app: Registered, code: str, redirect: str, verifier: str, *, now: datetime
) -> tuple[str, str]:
    """(token, scopes) for a code; the code is used up even when the rest does not fit. Raises BadGrant."""
    row = session.execute(
        delete(AuthorisationCode)
        .where(AuthorisationCode.code_hash == secrets.token_hash(code))
        .returning(
            AuthorisationCode.app_id, AuthorisationCode.account_id, AuthorisationCode.redirect,
            AuthorisationCode.scopes, AuthorisationCode.challenge, AuthorisationCode.ends_at,
        )
    ).one_or_none()  # fmt: skip
    if row is None or row.app_id != app.id or row.redirect != redirect or row.ends_at <= now:
        raise BadGrant("invalid_grant", "This code does not work any more.")
    if row.challenge and not hmac.compare_digest(row.challenge, challenge_of(verifier)):
        raise BadGrant("invalid_grant", "The code verifier does not fit.")
    return give_token(session, app.id, row.account_id, row.scopes, now=now), row.scopes


def give_token(session: Session, app_id: int, account_id: int | None, scopes: str, *, now: datetime) -> str:
    """A fresh bearer token; only its hash is kept."""
    token = new_token(32)
    session.add(
        AppToken(
            id=new_id(now), token_hash=secrets.token_hash(token), app_id=app_id, account_id=account_id,
            scopes=scopes, made_at=now,
        )
    )  # fmt: skip
    return token


def revoke(session: Session, app_id: int, token: str) -> None:
    """End a token of this app; nothing happens for any other."""
    session.execute(delete(AppToken).where(AppToken.token_hash == secrets.token_hash(token), AppToken.app_id == app_id))


def checked_scopes(words: str) -> str:
    """The scopes asked for, in a fixed order; raises Invalid for an unknown one."""
    asked = sorted(set(words.split()) or {"read"})
    if not SCOPES.issuperset(asked):
        raise Invalid("scopes", "One of these scopes is not known here.")
    return " ".join(asked)


def checked_redirect(address: str) -> str:
    """An address an app may come back to: out-of-band, https, an app's own scheme, or http on this device."""
    address = address.strip()
    if address == OUT_OF_BAND:
        return address
    scheme, colon, rest = address.partition("://")
    harmless = scheme.replace("+", "").replace("-", "").replace(".", "").isalnum()
    if not (colon and rest and harmless) or len(address) > 500 or any(c.isspace() for c in address):
        raise Invalid("redirect_uris", "An address to come back to is not usable.")
    if scheme.lower() in {"javascript", "data", "file", "blob", "vbscript", "about"}:
        raise Invalid("redirect_uris", "An address to come back to is not usable.")
    if scheme == "http" and not rest.startswith(("localhost", "127.0.0.1", "[::1]")):
        raise Invalid("redirect_uris", "An address to come back to begins with https://")
    return address


def challenge_of(verifier: str) -> str:
    """RFC 7636, section 4.2: S256."""
    return base64.urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def forget_old(session: Session, now: datetime) -> None:
    """A sweep: codes whose time is over."""
    session.execute(delete(AuthorisationCode).where(AuthorisationCode.ends_at <= now))
