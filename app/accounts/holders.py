"""Who holds a session or a token: asked with every request, so prepared and quick."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, or_, select
from sqlalchemy.orm import Session

from app.accounts import secrets
from app.accounts.apart import keeps_away
from app.accounts.models import Account, AppToken, SignIn
from app.accounts.session_rules import IDLE_LASTS, day_of
from app.accounts.viewer import STRANGER, Viewer
from app.storage import Prepared, quick
from app.storage.member_keys import MemberKey, key_of_token
from app.storage.tables import AnySelect, to_millis


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Whoever holds a live session, as every page needs them.

    `first_today`: the session's use today is not written down yet. `read_up_to`: how far in home, if ever they said.
    `rung`: they were told elsewhere of something new, and it is not written down yet that they are here.
    `role`: as it counts now (`Account.acts_as`). `suspended`: only a few pages are for them (`visiting.member`).
    `restricted`: something that people decided holds for them, of which every page of theirs says what.
    """

    account_id: int
    name: str
    display_name: str
    role: str
    theme: str
    language: str
    uri: str
    has_filters: bool
    paused: bool
    waits: bool = False
    agreed_policy: int = 0
    seen_policy: int = 0
    first_today: bool = False
    keeps_away: bool = True
    mutes_threads: bool = False
    read_up_to: int | None = None
    rung: bool = False
    suspended: bool = False
    restricted: bool = False

    @property
    def viewer(self) -> Viewer:
        """Whoever waits to be let in reads what a stranger reads: nothing."""
        if self.waits:
            return STRANGER
        return Viewer.member(self.account_id, self.role, keeps_away=bool(self.keeps_away))


_session_holder = Prepared(
    lambda: (
        select(
            Account.id,
            Account.name,
            Account.display_name,
            Account.acts_as,
            Account.theme,
            Account.language,
            Account.uri,
            Account.has_filters,
            Account.paused,
            Account.waits,
            Account.agreed_policy,
            Account.seen_policy,
            and_(SignIn.idle_until < bindparam("used_today"), SignIn.idle_until < SignIn.ends_at),
            keeps_away(Account.id),
            Account.mutes_threads,
            Account.read_up_to,
            Account.rung,
            Account.suspended,
            or_(Account.posting_paused, Account.limited, Account.suspended),
        )
        .join(SignIn, SignIn.account_id == Account.id)
        .where(
            SignIn.secret_hash == bindparam("secret_hash"),
            SignIn.started_at <= bindparam("now"),
            SignIn.ends_at > bindparam("now"),
            SignIn.idle_until > bindparam("now"),
        )
    )
)


@quick
def session_holder(session: Session, secret: str, *, now: datetime) -> SignedIn | None:
    """Who holds this session, if it is live: one from a day that is still to come (the clock was set back) is not."""
    rows = _session_holder.rows(
        session,
        secret_hash=secrets.token_hash(secret),
        now=to_millis(now),
        used_today=to_millis(day_of(now) + IDLE_LASTS),
    )
    return SignedIn(*rows[0]) if rows else None


@dataclass(frozen=True, slots=True)
class TokenHolder:
    """Whoever an app acts for (nobody, for the app's own token), and what it may do."""

    token_id: int
    app_id: int
    account_id: int | None
    role: str
    has_filters: bool
    paused: bool
    scopes: frozenset[str]
    waits: bool = False
    keeps_away: bool = True
    mutes_threads: bool = False
    rung: bool = False
    suspended: bool = False

    @property
    def viewer(self) -> Viewer:
        """An app of somebody who waits to be let in, or was suspended, reads what a stranger reads: nothing."""
        if self.account_id is None or self.waits or self.suspended:
            return STRANGER
        return Viewer.member(self.account_id, self.role, keeps_away=self.keeps_away)

    def may(self, scope: str) -> bool:
        """Whether a scope such as `read:statuses` was granted, itself or by its wider word."""
        return scope in self.scopes or scope.partition(":")[0] in self.scopes


def session_key(session: Session, secret: str) -> MemberKey | None:
    """The member key of whoever holds this session: asked only where something sealed is shown (P10)."""
    wrapped = session.scalar(select(SignIn.member_key).where(SignIn.secret_hash == secrets.token_hash(secret)))
    return None if wrapped is None else MemberKey.unwrapped(wrapped, key_of_token(secret))


def token_key(session: Session, token: str) -> MemberKey | None:
    """The same for an app's token; None for one that was given without."""
    wrapped = session.scalar(select(AppToken.member_key).where(AppToken.token_hash == secrets.token_hash(token)))
    return None if wrapped is None else MemberKey.unwrapped(wrapped, key_of_token(token))


def _holders() -> AnySelect:
    return select(
        AppToken.id,
        AppToken.app_id,
        AppToken.account_id,
        Account.acts_as,
        Account.has_filters,
        Account.paused,
        AppToken.scopes,
        Account.waits,
        keeps_away(Account.id),
        Account.mutes_threads,
        Account.rung,
        Account.suspended,
    ).outerjoin(Account, Account.id == AppToken.account_id)


_token_holder = Prepared(lambda: _holders().where(AppToken.token_hash == bindparam("token_hash")))
_token_by_id = Prepared(lambda: _holders().where(AppToken.id == bindparam("token_id")))


@quick
def token_holder(session: Session, token: str) -> TokenHolder | None:
    """Who holds this bearer token, if it is live."""
    return _holder(_token_holder.rows(session, token_hash=secrets.token_hash(token)))


@quick
def token_holder_by_id(session: Session, token_id: int) -> TokenHolder | None:
    """The same by the token's id: a picture's capability names it."""
    return _holder(_token_by_id.rows(session, token_id=token_id))


def _holder(rows: Sequence[tuple[Any, ...]]) -> TokenHolder | None:
    if not rows:
        return None
    token_id, app_id, account_id, role, has_filters, paused, scopes, waits, apart, mutes, rung, out = rows[0]
    return TokenHolder(
        token_id,
        app_id,
        account_id,
        role or "",
        bool(has_filters),
        bool(paused),
        frozenset(scopes.split()),
        bool(waits),
        bool(apart),
        bool(mutes),
        bool(rung),
        bool(out),
    )
