"""Reading who is an ally. Frozen facts come out, never rows."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.allies.models import Ally
from app.allies.rules import Scope, State, scopes_of

MOST = 1_000


@dataclass(frozen=True, slots=True)
class AllyFacts:
    """An ally as everybody but `app.allies` sees it. `origin` is canonical: compare it exactly."""

    id: int
    origin: str
    host: str
    state: State
    by_hand: bool
    scopes: frozenset[Scope]
    actor: str | None
    key_id: str | None
    public_key: str | None
    inbox: str | None
    changed_at: datetime


def by_origin(session: Session, origin: str) -> AllyFacts | None:
    """The ally at exactly this canonical origin, in whatever state."""
    return _one(session, select(Ally).where(Ally.origin == origin))


def by_id(session: Session, ally_id: int) -> AllyFacts | None:
    return _one(session, select(Ally).where(Ally.id == ally_id))


def by_host(session: Session, host: str) -> AllyFacts | None:
    """The ally whose names end in @host."""
    return _one(session, select(Ally).where(Ally.host == host.lower()))


def everyone(session: Session) -> list[AllyFacts]:
    """All houses we know of, by host."""
    return [_facts(row) for row in session.scalars(select(Ally).order_by(Ally.host).limit(MOST))]


def allied_with(session: Session, scope: Scope = Scope.POSTS) -> list[AllyFacts]:
    """The houses to which things of this kind may go now."""
    return [ally for ally in everyone(session) if ally.state == State.ALLIED and scope in ally.scopes]


def _one(session: Session, query: Select[Ally]) -> AllyFacts | None:
    row = session.scalars(query).one_or_none()
    return None if row is None else _facts(row)


def _facts(row: Ally) -> AllyFacts:
    return AllyFacts(
        id=row.id,
        origin=row.origin,
        host=row.host,
        state=State(row.state),
        by_hand=row.by_hand,
        scopes=scopes_of(row.scopes),
        actor=row.actor,
        key_id=row.key_id,
        public_key=row.public_key,
        inbox=row.inbox,
        changed_at=row.changed_at,
    )
