"""Writing down where an alliance stands. The exchange itself is `federation.pact`."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.allies import queries, rules
from app.allies.events import AllianceChanged
from app.allies.models import Ally
from app.allies.queries import AllyFacts
from app.allies.rules import Scope, State
from app.basics.errors import Conflict, NotFound
from app.basics.ids import new_id
from app.jobs.outbox import announce

MOST_KNOCKS_WAITING = 50

KNOCKS_LAST = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Pinned:
    """The other house's own actor, as seen at its origin or in its knock; the key is never replaced silently."""

    actor: str
    key_id: str
    public_key: str
    inbox: str


def note_our_knock(
    session: Session, origin: str, pinned: Pinned, scopes: frozenset[Scope], *, now: datetime
) -> AllyFacts:
    """Our person said yes to a house that has not answered yet."""
    return _add(session, origin, State.KNOCKING, pinned, scopes, by_hand=False, now=now)


def ally_by_hand(session: Session, origin: str, scopes: frozenset[Scope], *, now: datetime) -> AllyFacts:
    """Our yes to other software, whose operator lists us in their own way; only our yes can be proved."""
    facts = _add(session, origin, State.ALLIED, None, scopes, by_hand=True, now=now)
    announce(session, AllianceChanged(facts.id, State.ALLIED))
    return facts


def note_their_knock(session: Session, origin: str, pinned: Pinned, *, now: datetime) -> None:
    """Somebody knocked. Bounded in number; a house we know already changes nothing, whatever it says."""
    if queries.by_origin(session, origin) is not None:
        return
    waiting = session.scalar(select(func.count()).select_from(Ally).where(Ally.state == State.KNOCKED)) or 0
    if waiting < MOST_KNOCKS_WAITING:
        _add(session, origin, State.KNOCKED, pinned, frozenset(rules.USUAL), by_hand=False, now=now)


def accept(session: Session, origin: str, scopes: frozenset[Scope] | None, *, now: datetime) -> AllyFacts:
    """Our person said yes to a house that knocked; call it only once the other side has acknowledged."""
    row = _known(session, origin)
    if scopes is not None:
        row.scopes = rules.written(scopes)
    return _move(session, row, "accept", now=now)


def note_their_answer(session: Session, origin: str, *, now: datetime) -> AllyFacts:
    """Their person said yes to our knock. Said twice it changes nothing, so that an answer may be repeated."""
    row = _known(session, origin)
    if row.state == State.ALLIED:
        return _facts(session, row)
    return _move(session, row, "answered", now=now)


def pause(session: Session, origin: str, *, now: datetime) -> AllyFacts:
    """Stop everything with this house until resumed."""
    return _move(session, _known(session, origin), "pause", now=now)


def resume(session: Session, origin: str, *, now: datetime) -> AllyFacts:
    return _move(session, _known(session, origin), "resume", now=now)


def part(session: Session, origin: str, *, now: datetime) -> AllyFacts:
    """Begin to part: only last words pass from now on, and after seven days their content goes (P25)."""
    return _move(session, _known(session, origin), "part", now=now)


def forget(session: Session, ally_id: int) -> None:
    """Remove a house, and with it (by the database's own cascade) everything that came from there."""
    session.execute(delete(Ally).where(Ally.id == ally_id))


def forget_knocks(session: Session, now: datetime) -> None:
    """A sweep: knocks, theirs or ours, that nobody has answered for three months."""
    unanswered = Ally.state.in_((State.KNOCKED, State.KNOCKING))
    session.execute(delete(Ally).where(unanswered, Ally.changed_at <= now - KNOCKS_LAST))


def decline(session: Session, origin: str) -> None:
    """Our person said no to a knock, or takes back our own: nothing remains of it."""
    row = _known(session, origin)
    if row.state not in {State.KNOCKED, State.KNOCKING}:
        raise Conflict("You are allies already. To end that, part from them.", row.id)
    forget(session, row.id)


def _add(
    session: Session,
    origin: str,
    state: State,
    pinned: Pinned | None,
    scopes: frozenset[Scope],
    *,
    by_hand: bool,
    now: datetime,
) -> AllyFacts:
    if queries.by_origin(session, origin) is not None:
        raise Conflict("This house is on the list already.")
    row = Ally(
        id=new_id(now),
        origin=origin,
        host=urlsplit(origin).netloc,
        state=state,
        by_hand=by_hand,
        scopes=rules.written(scopes),
        actor=pinned and pinned.actor,
        key_id=pinned and pinned.key_id,
        public_key=pinned and pinned.public_key,
        inbox=pinned and pinned.inbox,
        changed_at=now,
    )
    session.add(row)
    session.flush()
    return _facts(session, row)


def _known(session: Session, origin: str) -> Ally:
    row = session.scalars(select(Ally).where(Ally.origin == origin)).one_or_none()
    if row is None:
        raise NotFound("No house of that address is on the list.")
    return row


def _move(session: Session, row: Ally, move: str, *, now: datetime) -> AllyFacts:
    row.state = rules.after(State(row.state), move)
    row.changed_at = now
    session.flush()
    announce(session, AllianceChanged(row.id, row.state))
    return _facts(session, row)


def _facts(session: Session, row: Ally) -> AllyFacts:
    facts = queries.by_id(session, row.id)
    if facts is None:
        raise NotFound
    return facts
