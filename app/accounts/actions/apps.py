"""Client apps: registering, letting them in with a code, ending them (RFC 6749, RFC 7636, RFC 7009)."""

import base64
import hmac
import re
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
from app.storage.inserting import insert_missing
from app.storage.member_keys import MemberKey, key_of_token
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

# Printable ASCII without what browsers read in their own way, and without a fragment (RFC 6749, section 3.1.2).
_REDIRECT = re.compile(r"(?P<scheme>[A-Za-z0-9][A-Za-z0-9+.-]*)://(?P<rest>[!$-;=?-\[\]_a-z~]+)")
# A host and perhaps a port, no name before it: what is shown to a member must be where the code goes.
_HOST = re.compile(r"([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?(?=[/?]|\Z)")
_THIS_DEVICE = frozenset({"localhost", "127.0.0.1", "[::1]"})
_NEVER_BACK_TO = frozenset({"javascript", "data", "file", "blob", "vbscript", "about"})
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")  # RFC 7636, section 4.2: a SHA-256 in base64 without padding


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
    row = {
        "id": new_id(now), "client_id": client_id, "name": tidy_name, "redirects": "\n".join(addresses),
        "scopes": allowed, "website": website[:300] if website.startswith("https://") else "",
        "last_used_on": now.strftime("%Y-%m-01"),
    }  # fmt: skip
    insert_missing(session, App, row)
    return described(session.scalars(select(App).where(App.client_id == client_id)).one(), key)


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


def authorise(session: Session, account_id: int, asked: Asked, *, member_key: MemberKey | None, now: datetime) -> str:
    """The member said yes: a code, good once and for ten minutes. It carries the member key, wrapped with itself."""
    code = new_token(32)
    session.add(
        AuthorisationCode(
            code_hash=secrets.token_hash(code), app_id=asked.app_id, account_id=account_id, redirect=asked.redirect,
            scopes=asked.scopes, challenge=asked.challenge, member_key=_wrapped(member_key, code),
            ends_at=now + CODES_LAST,
        )
    )  # fmt: skip
    return code


def question(
    session: Session, client_id: str, redirect: str, scopes: str, challenge: str, method: str, *, key: HouseKey
) -> tuple[Registered, Asked]:
    """The app and what it asks a member for, checked before the member is shown anything.

    Raises Invalid: `client_id` and `redirect_uri` are answered on a page of ours, never by going back to that address.
    """
    app = known(session, client_id, key=key)
    if app is None:
        raise Invalid("client_id", "This app is not known here. Please start again from the app.")
    if redirect not in app.redirects:
        raise Invalid("redirect_uri", "This app wants to go on to an address it did not give before.")
    wanted = checked_scopes(scopes)
    if not within(wanted, app.scopes):
        raise Invalid("scope", "This app asks for more than it said it would.")
    if (challenge or method) and (method != "S256" or not _CHALLENGE.fullmatch(challenge)):
        raise Invalid("code_challenge", "This app's code challenge is not one of kind S256.")
    return app, Asked(app.id, redirect, wanted, challenge)


def exchange(
    session: Session, app: Registered, code: str, redirect: str, verifier: str, *, now: datetime
) -> tuple[str, str] | None:
    """(token, scopes) for a code, None when anything does not fit. Either way the code is used up: commit it."""
    row = session.execute(
        delete(AuthorisationCode)
        .where(AuthorisationCode.code_hash == secrets.token_hash(code))
        .returning(
            AuthorisationCode.app_id, AuthorisationCode.account_id, AuthorisationCode.redirect,
            AuthorisationCode.scopes, AuthorisationCode.challenge, AuthorisationCode.ends_at,
            AuthorisationCode.member_key,
        )
    ).one_or_none()  # fmt: skip
    if row is None or row.app_id != app.id or row.redirect != redirect or row.ends_at <= now:
        return None
    # A verifier without a challenge: somebody took it out of the question, to slip their own code in (RFC 9700, 4.8.2).
    if bool(row.challenge) != bool(verifier):
        return None
    if row.challenge and not hmac.compare_digest(row.challenge.encode(), challenge_of(verifier).encode()):
        return None
    member_key = None if row.member_key is None else MemberKey.unwrapped(row.member_key, key_of_token(code))
    return give_token(session, app.id, row.account_id, row.scopes, member_key=member_key, now=now), row.scopes


def own_token(session: Session, app: Registered, scopes: str, *, key: HouseKey, now: datetime) -> str:
    """The app's own token, without any member: the same for everybody (P2), so asking again adds no row."""
    token = base64.urlsafe_b64encode(key.keyed_hash(f"{app.client_id} {scopes}".encode(), "app token", size=32))
    hashed = secrets.token_hash(token.decode())
    row = {"id": new_id(now), "token_hash": hashed, "app_id": app.id, "account_id": None, "scopes": scopes}
    insert_missing(session, AppToken, {**row, "made_at": now})
    return token.decode()


def give_token(
    session: Session, app_id: int, account_id: int | None, scopes: str, *, member_key: MemberKey | None, now: datetime
) -> str:
    """A fresh bearer token; only its hash is kept. With the member key it opens what is sealed, otherwise not (P10)."""
    token = new_token(32)
    session.add(
        AppToken(
            id=new_id(now), token_hash=secrets.token_hash(token), app_id=app_id, account_id=account_id,
            scopes=scopes, member_key=_wrapped(member_key, token), made_at=now,
        )
    )  # fmt: skip
    return token


def _wrapped(member_key: MemberKey | None, token: str) -> bytes | None:
    return None if member_key is None else member_key.wrapped(key_of_token(token))


def revoke(session: Session, app_id: int, token: str) -> None:
    """End a token of this app; nothing happens for any other."""
    session.execute(delete(AppToken).where(AppToken.token_hash == secrets.token_hash(token), AppToken.app_id == app_id))


def checked_scopes(words: str) -> str:
    """The scopes asked for, in a fixed order; raises Invalid for an unknown one."""
    asked = sorted(set(words.split()) or {"read"})
    if not SCOPES.issuperset(asked):
        raise Invalid("scopes", "One of these scopes is not known here.")
    return " ".join(asked)


def within(scopes: str, allowed: str) -> bool:
    """Whether an app that may ask for `allowed` may have `scopes`: each itself, or its wider word."""
    words = set(allowed.split())
    return all(scope in words or scope.partition(":")[0] in words for scope in scopes.split())


def checked_redirect(address: str) -> str:
    """An address an app may come back to: out-of-band, https, an app's own scheme, or http on this device."""
    address = address.strip()
    if address == OUT_OF_BAND:
        return address
    found = _REDIRECT.fullmatch(address)
    if found is None or len(address) > 500 or found["scheme"].lower() in _NEVER_BACK_TO:
        raise Invalid("redirect_uris", "An address to come back to is not usable.")
    scheme, host = found["scheme"].lower(), _HOST.match(found["rest"])
    if scheme in {"http", "https"} and host is None:
        raise Invalid("redirect_uris", "An address to come back to is not usable.")
    if scheme == "http" and host is not None and host[1].lower() not in _THIS_DEVICE:
        raise Invalid("redirect_uris", "An address to come back to begins with https://")
    return address


def challenge_of(verifier: str) -> str:
    """RFC 7636, section 4.2: S256."""
    return base64.urlsafe_b64encode(sha256(verifier.encode("utf-8", "surrogatepass")).digest()).rstrip(b"=").decode()


def forget_old(session: Session, now: datetime) -> None:
    """A sweep: codes whose time is over."""
    session.execute(delete(AuthorisationCode).where(AuthorisationCode.ends_at <= now))
