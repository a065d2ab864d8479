"""Reading who is an ally. Frozen facts come out, never rows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from app.allies.models import Ally
from app.allies.rules import Scope, State, scopes_of
from app.storage.tables import AnySelect

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


# Each made once: whatever is posted asks who there is.
_WHO: AnySelect = select(
    Ally.id, Ally.origin, Ally.host, Ally.state, Ally.by_hand, Ally.scopes, Ally.actor, Ally.key_id, Ally.public_key,
    Ally.inbox, Ally.changed_at,
)  # fmt: skip
_EVERYONE = _WHO.order_by(Ally.host).limit(MOST)


def by_origin(session: Session, origin: str) -> AllyFacts | None:
    """The ally at exactly this canonical origin, in whatever state."""
    return _one(session, _WHO.where(Ally.origin == origin))


def by_id(session: Session, ally_id: int) -> AllyFacts | None:
    return _one(session, _WHO.where(Ally.id == ally_id))


def by_host(session: Session, host: str) -> AllyFacts | None:
    """The ally whose names end in @host."""
    return _one(session, _WHO.where(Ally.host == host.lower()))


def everyone(session: Session) -> list[AllyFacts]:
    """All houses we know of, by host."""
    return [_facts(row) for row in session.execute(_EVERYONE)]


def allied_with(session: Session, scope: Scope = Scope.POSTS) -> list[AllyFacts]:
    """The houses to which things of this kind may go now."""
    return [ally for ally in everyone(session) if ally.state == State.ALLIED and scope in ally.scopes]


def _one(session: Session, query: AnySelect) -> AllyFacts | None:
    row = session.execute(query).one_or_none()
    return None if row is None else _facts(row)


def _facts(row: Row[*tuple[Any, ...]]) -> AllyFacts:
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
