"""For how long somebody looks after the house. Terms end by themselves, but never leave a house without a steward."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.accounts.actions.stewards import is_the_last
from app.accounts.community import in_turn
from app.accounts.models import Account, Credential
from moderation.amending import charter
from moderation.amending.models import Term

REMINDED_BEFORE: Final = timedelta(days=14)
LONGER: Final = timedelta(days=30)
"""So much longer does the last steward keep the house, again and again, until somebody else was chosen."""
MOST: Final = 200
_ROLES: Final = ("moderator", "steward")


@dataclass(frozen=True, slots=True)
class TermFacts:
    """Somebody who looks after the house; `ends_at` is None where terms have no end."""

    account_id: int
    role: str
    since: datetime | None
    ends_at: datetime | None


def everybodys(session: Session) -> Sequence[TermFacts]:
    """Who moderates and who keeps the house, stewards first, with their terms where there are any."""
    rows = session.execute(
        select(Account.id, Account.role, Term.since, Term.ends_at)
        .join(Credential, Credential.account_id == Account.id)
        .outerjoin(Term, Term.account_id == Account.id)
        .where(Account.host == "", Account.role.in_(_ROLES))
        .order_by(Account.role.desc(), Account.id)
        .limit(MOST)
    )
    return [TermFacts(*row) for row in rows]


def ending_soon(session: Session, now: datetime) -> Mapping[int, datetime]:
    """Whose term ends within two weeks, and when."""
    rows = session.execute(
        select(Term.account_id, Term.ends_at).where(Term.ends_at <= now + REMINDED_BEFORE).limit(MOST)
    )
    return {row[0]: row[1] for row in rows}


def stewards(session: Session) -> int:
    """How many keep the house, and can: whoever hides, or is limited or suspended, does not."""
    here = select(func.count()).select_from(Account).join(Credential, Credential.account_id == Account.id)
    return session.scalar(here.where(Account.host == "", Account.acts_as == "steward", ~Account.is_away)) or 0


def give(session: Session, account: Account, role: str, *, now: datetime) -> None:
    """From now on they are that, for the charter's term. Whoever decided it was asked before."""
    account.role = role
    session.execute(delete(Term).where(Term.account_id == account.id))
    session.flush()
    days = _term_days(session)
    if role in _ROLES and days:
        session.add(Term(account_id=account.id, role=role, since=now, ends_at=now + timedelta(days=days)))
        session.flush()


def carry_on(session: Session, now: datetime) -> bool:
    """A sweep: whose term is over is a member again; whoever has a role without a term gets one."""
    in_turn(session)
    _forget_what_is_no_more(session)
    _begin_missing(session, now)
    over = session.scalars(select(Term).where(Term.ends_at <= now).order_by(Term.ends_at).limit(MOST)).all()
    for term in over:
        if is_the_last(session, term.account_id):
            term.ends_at = now + LONGER
        else:
            give(session, session.get_one(Account, term.account_id), "member", now=now)
    return len(over) == MOST


def _forget_what_is_no_more(session: Session) -> None:
    """Whoever was stood down or chosen for something else meanwhile; all of them where terms have no end."""
    still = select(Account.id).where(Account.id == Term.account_id, Account.role == Term.role).exists()
    where = () if not _term_days(session) else (~still,)
    session.execute(delete(Term).where(*where), execution_options={"synchronize_session": False})


def _begin_missing(session: Session, now: datetime) -> None:
    days = _term_days(session)
    for one in everybodys(session) if days else ():
        if one.ends_at is None:
            ends_at = now + timedelta(days=days)
            session.add(Term(account_id=one.account_id, role=one.role, since=now, ends_at=ends_at))
    session.flush()


def _term_days(session: Session) -> int:
    found = charter.in_force(session)
    return found.says.term_days if found else 0
