"""Reading what others advise, as far as whoever looks may see whom it is about. Nothing is looked up (P20)."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.accounts import queries_between as between
from app.accounts.models import Account
from app.accounts.queries import IS_THERE, AccountFacts
from app.accounts.rules import must_be_moderator
from app.accounts.viewer import Viewer
from app.allies import queries as allies
from app.allies.queries import AllyFacts
from app.allies.rules import is_ally
from app.basics.errors import NotFound
from app.storage.sealing import HouseKey
from moderation.suggestions import rules
from moderation.suggestions.models import Suggestion
from moderation.suggestions.rules import Advice, Body, Kind

A_PAGE: Final = 20
_AT_ONCE: Final = 60


@dataclass(frozen=True, slots=True)
class Ours:
    """What suggestions are sealed with, and the host of this house."""

    host: str
    key: HouseKey


@dataclass(frozen=True, slots=True)
class Suggested:
    """What others advise against. `account`: who it is, where they are there for the viewer.

    `allies`: which of our allies are meant, for a house. Without either it is about nobody known here. Without an
    address it cannot be read: our key does not open it.
    """

    id: int
    kind: Kind
    address: str
    advice: Sequence[Advice]
    account: AccountFacts | None = None
    allies: Sequence[AllyFacts] = ()


def waiting(
    session: Session, who: Viewer, *, ours: Ours, near: bool = True, before: int | None = None, limit: int = A_PAGE
) -> list[Suggested]:
    """What nobody has looked at yet, the newest first; raises Forbidden.

    `near`: at our allies and in this house, otherwise everything else. What is about the viewer, and about members
    here who are not there for them, is not in it: nobody learns from it that they are.
    """
    must_be_moderator(who.role)
    known = _allied(session)
    found: list[Suggested] = []
    for row in _rows(session, _is_near(known, ours) if near else ~_is_near(known, ours), before):
        shown = _shown(session, who, row, known, ours)
        if shown is not None:
            found.append(shown)
        if len(found) >= limit:
            break
    return found


def one(session: Session, who: Viewer, suggestion_id: int, *, ours: Ours) -> Suggested:
    """One as `waiting` has it, also when somebody has settled it meanwhile; raises Forbidden, NotFound."""
    must_be_moderator(who.role)
    row = session.get(Suggestion, suggestion_id)
    shown = _shown(session, who, row, _allied(session), ours) if row else None
    if shown is None:
        raise NotFound
    return shown


def advice_about(session: Session, host: str, *, key: HouseKey) -> list[Body]:
    """What others say of a house, for whoever is about to say yes to it: words alone, whatever was set aside.

    Each under the name that they said, the nearest first: of what it is a part of nobody said it about this house.
    """
    marks = [rules.mark_of(one, key) for one in rules.covering(host)]
    query = select(Suggestion.body_sealed).where(Suggestion.mark.in_(marks), Suggestion.kind == Kind.HOUSE.value)
    said = [rules.opened_if_whole(sealed, key) for sealed in session.scalars(query)]
    return sorted([body for body in said if body], key=lambda body: len(body.address), reverse=True)


def of_those_who_left(session: Session, ours: Ours) -> list[int]:
    """The ids of what names somebody of this house who is not there, and of what nobody can tell of whom it names."""
    query = select(Suggestion.id, Suggestion.body_sealed).where(
        Suggestion.kind == Kind.ACCOUNT.value, Suggestion.house_mark == _mark(ours.host, ours)
    )
    bodies = {row.id: rules.opened_if_whole(row.body_sealed, ours.key) for row in session.execute(query)}
    named = {suggestion_id: rules.name_in(body.address) if body else "" for suggestion_id, body in bodies.items()}
    there = names_here(session, list(named.values()))
    return [suggestion_id for suggestion_id, name in named.items() if name not in there]


def names_here(session: Session, names: Sequence[str]) -> set[str]:
    """Those of the folded names that members of this house have who are there.

    They are compared here, so that the database does not hear whom a list names (P10).
    """
    if not names:
        return set()
    return set(names) & set(session.scalars(select(Account.folded).where(Account.host == "", IS_THERE)))


def _allied(session: Session) -> list[AllyFacts]:
    return [ally for ally in allies.everyone(session) if is_ally(ally.state)]


def _mark(address: str, ours: Ours) -> bytes:
    return rules.mark_of(address, ours.key)


def _is_near(known: Collection[AllyFacts], ours: Ours) -> ColumnElement[bool]:
    """Accounts of exactly these houses; and these houses, also by the name of what they are a part of."""
    exactly = {_mark(host, ours) for host in (ours.host, *(ally.host for ally in known))}
    above = {_mark(host, ours) for ally in known for host in rules.covering(ally.host)}
    return or_(
        and_(Suggestion.kind == Kind.ACCOUNT.value, Suggestion.house_mark.in_(exactly)),
        and_(Suggestion.kind == Kind.HOUSE.value, Suggestion.house_mark.in_(above)),
    )


def _rows(session: Session, which: ColumnElement[bool], before: int | None) -> Iterator[Suggestion]:
    """One after the other: not every row is for everybody, and a page is full all the same."""
    while True:
        older = () if before is None else (Suggestion.id < before,)
        query = select(Suggestion).where(~Suggestion.settled, which, *older)
        found = session.scalars(query.order_by(Suggestion.id.desc()).limit(_AT_ONCE)).all()
        yield from found
        if len(found) < _AT_ONCE:
            return
        before = found[-1].id


def _shown(session: Session, who: Viewer, row: Suggestion, known: Sequence[AllyFacts], ours: Ours) -> Suggested | None:
    """None where it is not for the viewer. What cannot be read is for everybody: it says nothing about anybody."""
    body = rules.opened_if_whole(row.body_sealed, ours.key)
    if body is None:
        return Suggested(row.id, Kind(row.kind), "", ())
    if row.kind == Kind.HOUSE.value:
        meant = [ally for ally in known if body.address in rules.covering(ally.host)]
        return Suggested(row.id, Kind.HOUSE, body.address, body.advice, allies=meant)
    host = rules.house_of(body.address)
    concerns_us = host == ours.host or host in {ally.host for ally in known}
    account = _there_for(session, who, _account(session, body.address, ours)) if concerns_us else None
    if host == ours.host and (account is None or account.id == who.account_id):
        return None
    return Suggested(row.id, Kind.ACCOUNT, body.address, body.advice, account=account)


def _account(session: Session, address: str, ours: Ours) -> AccountFacts | None:
    return accounts.by_handle(session, address, ours.host)


def _there_for(session: Session, who: Viewer, account: AccountFacts | None) -> AccountFacts | None:
    try:
        return between.seen_by(session, who, account)
    except NotFound:
        return None
