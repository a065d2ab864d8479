"""Reading accounts. Frozen facts come out; lists of who follows whom only for their owner (P4).

Whoever has paused, was suspended, or waits to be let in, is not there: no name, address or list leads to them. Only
`by_id` and `whoever_is_at` find them, for what is done in their own name.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, and_, bindparam, select
from sqlalchemy.orm import Session, aliased

from app.accounts import rules
from app.accounts.models import Account, Correspondent, Credential, Follow, Invitation
from app.accounts.viewer import Viewer
from app.basics.errors import NotFound
from app.storage import Prepared, among
from app.storage.sealing import HouseKey
from app.storage.tables import AnySelect

MOST = 80


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """An account as pages and the wire need it."""

    id: int
    name: str
    host: str
    ally_id: int | None
    display_name: str
    about_html: str
    about_source: str
    role: str
    theme: str
    language: str
    uri: str
    inbox: str
    shared_inbox: str
    key_id: str
    public_key: str
    card: bytes
    asks_before_follow: bool
    open_page: bool
    findable: bool = False
    limited: bool = False
    suspended: bool = False
    posting_paused: bool = False

    @property
    def may_not_post(self) -> bool:
        """Whether people decided that nothing new of theirs is posted here."""
        return self.posting_paused or self.suspended

    @property
    def is_ours(self) -> bool:
        return self.ally_id is None

    @property
    def handle(self) -> str:
        """name, or name@host for an ally's member"""
        return f"{self.name}@{self.host}" if self.host else self.name

    @property
    def shown_name(self) -> str:
        return self.display_name or self.name


@dataclass(frozen=True, slots=True)
class Between:
    """How two accounts stand to each other: each is '', 'asked' or 'yes'."""

    follows: str
    followed_by: str


_NOTHING = Between("", "")

_FACTS = (
    Account.id, Account.name, Account.host, Account.ally_id, Account.display_name, Account.about_html,
    Account.about_source, Account.role, Account.theme, Account.language, Account.uri, Account.inbox,
    Account.shared_inbox, Account.key_id, Account.public_key, Account.card, Account.asks_before_follow,
    Account.open_page, Account.findable, Account.limited, Account.suspended,
    Account.posting_paused,
)  # fmt: skip


IS_THERE = and_(Account.is_there)

_by_name = Prepared(
    lambda: select(*_FACTS).where(Account.folded == bindparam("folded"), Account.host == bindparam("host"), IS_THERE)
)
_several = Prepared(lambda: select(*_FACTS).where(among(Account.id, "ids"), IS_THERE))
_by_id = Prepared(lambda: select(*_FACTS).where(Account.id == bindparam("account_id")))
_by_uri = Prepared(lambda: select(*_FACTS).where(Account.uri == bindparam("uri"), IS_THERE))
_at_uri = Prepared(lambda: select(*_FACTS).where(Account.uri == bindparam("uri")))
_a_follower_here = Prepared(
    lambda: (
        select(Follow.follower_id)
        .join(Account, Account.id == Follow.follower_id)
        .where(Follow.followed_id == bindparam("account_id"), Follow.accepted, Account.host == "")
        .limit(1)
    )
)
_allies_of_followers = Prepared(
    lambda: (
        select(Account.ally_id)
        .join(Follow, Follow.follower_id == Account.id)
        .where(Follow.followed_id == bindparam("account_id"), Follow.accepted, Account.ally_id.is_not(None), IS_THERE)
        .distinct()
    )
)


def _how_two_stand() -> AnySelect:
    """The viewer and each of some. Joined to those, so that nobody's list of followers is read for it."""
    me, out, back = bindparam("me", type_=BigInteger), aliased(Follow), aliased(Follow)
    return (
        select(Account.id, out.accepted, back.accepted)
        .outerjoin(out, (out.follower_id == me) & (out.followed_id == Account.id))
        .outerjoin(back, (back.followed_id == me) & (back.follower_id == Account.id))
        .where(among(Account.id, "ids"))
    )


_between = Prepared(_how_two_stand)


def by_id(session: Session, account_id: int) -> AccountFacts | None:
    """Every act asks for its author, so this one is prepared."""
    return _first(_by_id.rows(session, account_id=account_id))


def by_uri(session: Session, uri: str) -> AccountFacts | None:
    """The account at an ActivityPub address, ours or an ally's."""
    return _first(_by_uri.rows(session, uri=uri))


def whoever_is_at(session: Session, uri: str) -> AccountFacts | None:
    """The same, also while they are away or wait: for what is taken back from them, or by them."""
    return _first(_at_uri.rows(session, uri=uri))


def present(session: Session, account_id: int) -> AccountFacts | None:
    """The account of that id, for others to look at."""
    return _one(session, Account.id == account_id, IS_THERE)


def by_name(session: Session, name: str, host: str = "") -> AccountFacts | None:
    return _first(_by_name.rows(session, folded=rules.folded(name), host=host.lower()))


def by_handle(session: Session, handle: str, our_host: str) -> AccountFacts | None:
    """The account behind `name`, `@name` or `name@host`."""
    name, _, host = handle.strip().lstrip("@").partition("@")
    return by_name(session, name, "" if host.lower() == our_host else host)


def several(session: Session, ids: list[int]) -> dict[int, AccountFacts]:
    """Those of the accounts that exist, by id."""
    if not ids:
        return {}
    return {row[0]: _facts(row) for row in _several.rows(session, ids=ids[:500])}


def found_by_words(session: Session, viewer: Viewer, words: str, *, limit: int) -> list[AccountFacts]:
    """Accounts whose name begins so, among those the viewer follows or writes with (P4, P5)."""
    if not viewer.is_member or not words:
        return []
    followed = select(Follow.followed_id).where(Follow.follower_id == viewer.account_id, Follow.accepted)
    mine = followed.union(select(Correspondent.other_id).where(Correspondent.account_id == viewer.account_id))
    rows = session.execute(
        select(*_FACTS)
        .where(Account.folded.startswith(rules.folded(words), autoescape=True), Account.id.in_(mine), IS_THERE)
        .order_by(Account.folded)
        .limit(min(limit, MOST))
    )
    return [AccountFacts(*row) for row in rows]


def named_in_text(session: Session, pairs: list[tuple[str, str]], our_host: str) -> list[AccountFacts]:
    """The accounts known here among the (name, host) pairs somebody wrote."""
    found = (by_name(session, name, "" if host == our_host else host) for name, host in pairs[:50])
    return [account for account in found if account is not None]


def between(session: Session, me: int, others: list[int]) -> dict[int, Between]:
    """How the viewer stands to each of the others; never how others stand to each other (P4)."""
    word = {None: "", 0: "asked", 1: "yes"}
    rows = _between.rows(session, me=me, ids=others) if others else []
    found = {other: Between(word[follows], word[followed]) for other, follows, followed in rows}
    return {other: found.get(other, _NOTHING) for other in others}


def who_asks(
    session: Session, me: int, *, before: int | None = None, after: int | None = None, limit: int = 40
) -> list[AccountFacts]:
    """Who asks to follow the viewer, newest account first."""
    return _page(session, select(*_FACTS).join(Follow, Follow.follower_id == Account.id).where(
        Follow.followed_id == me, ~Follow.accepted), before, limit, after)  # fmt: skip


def my_followers(
    session: Session, me: int, *, before: int | None = None, after: int | None = None, limit: int = 40
) -> list[AccountFacts]:
    """The viewer's own followers: for nobody else (P4)."""
    return _page(session, select(*_FACTS).join(Follow, Follow.follower_id == Account.id).where(
        Follow.followed_id == me, Follow.accepted), before, limit, after)  # fmt: skip


def whom_i_follow(
    session: Session, me: int, *, before: int | None = None, after: int | None = None, limit: int = 40
) -> list[AccountFacts]:
    """Whom the viewer follows: for nobody else (P4)."""
    return _page(session, select(*_FACTS).join(Follow, Follow.followed_id == Account.id).where(
        Follow.follower_id == me, Follow.accepted), before, limit, after)  # fmt: skip


def sealing_keys(session: Session, ids: list[int]) -> dict[int, bytes]:
    """The public halves of the member keys of those who live here, by id (P10)."""
    rows = session.execute(
        select(Account.id, Account.sealing_key).where(Account.id.in_(ids[:500]), Account.sealing_key.is_not(None))
    )
    return {account_id: key for account_id, key in rows if key is not None}


def follow_uri(session: Session, follower_id: int, followed_id: int) -> str | None:
    """The Follow's address between two accounts; None when there is none."""
    return session.scalar(
        select(Follow.uri).where(Follow.follower_id == follower_id, Follow.followed_id == followed_id)
    )


def allies_of_followers(session: Session, account_id: int) -> set[int]:
    """The houses where somebody follows this account whom people here have not suspended."""
    return {row[0] for row in _allies_of_followers.rows(session, account_id=account_id)}


def followed_by_somebody_here(session: Session, account_id: int) -> bool:
    """Whether any member of this house follows the account."""
    return bool(_a_follower_here.rows(session, account_id=account_id))


def private_key_of(session: Session, account_id: int, key: HouseKey) -> bytes:
    """A member's signing key as PKCS#8 PEM, opened with the house key; raises NotFound."""
    sealed = session.scalar(select(Credential.private_key_sealed).where(Credential.account_id == account_id))
    if sealed is None:
        raise NotFound
    return key.open(sealed, "signing key")


def invitations_of(session: Session, me: int, *, now: datetime) -> list[tuple[int, str, datetime]]:
    """(id, role, end) of the viewer's own open invitations, newest first."""
    rows = session.execute(
        select(Invitation.id, Invitation.role, Invitation.ends_at)
        .where(Invitation.made_by == me, Invitation.ends_at > now)
        .order_by(Invitation.id.desc())
        .limit(MOST)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def _first(rows: list[tuple[Any, ...]]) -> AccountFacts | None:
    return _facts(rows[0]) if rows else None


def _facts(row: tuple[Any, ...]) -> AccountFacts:
    """Of a prepared SELECT, whose booleans may be 0 and 1."""
    return AccountFacts(*row[:-6], *map(bool, row[-6:]))


def _one(session: Session, *where: ColumnElement[bool]) -> AccountFacts | None:
    row = session.execute(select(*_FACTS).where(*where)).first()
    return None if row is None else AccountFacts(*row)


def _page(
    session: Session, query: AnySelect, before: int | None, limit: int, after: int | None = None
) -> list[AccountFacts]:
    query = query.where(IS_THERE)
    if before is not None:
        query = query.where(Account.id < before)
    if after is not None:
        query = query.where(Account.id > after)
    return [AccountFacts(*row) for row in session.execute(query.order_by(Account.id.desc()).limit(min(limit, MOST)))]
