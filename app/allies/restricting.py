"""What people decided about an ally: their people's posts are for followers alone, or nothing passes for now.

To part is only proposed: two stewards do that, on the page where parting is done.
"""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.allies.events import PauseDecided, PauseLifted
from app.allies.models import Ally, AllyRestriction
from app.allies.queries import MOST
from app.allies.rules import State
from app.basics.errors import NotFound
from app.jobs.outbox import announce

LIMITING, PAUSING, PARTING = MEASURES = "ally_limit", "ally_pause", "ally_part"


def restrict(session: Session, ally_id: int, decision_id: int, measure: str, ends_at: datetime | None) -> None:
    """In force from now on; said twice it changes nothing. Raises NotFound for a house that is no ally any more."""
    ally = session.get(Ally, ally_id)
    if ally is None:
        raise NotFound
    session.flush()
    if session.get(AllyRestriction, decision_id) is not None:
        return
    makes_pause = measure == PAUSING and ally.state == State.ALLIED
    session.add(
        AllyRestriction(
            decision_id=decision_id, ally_id=ally_id, measure=measure, ends_at=ends_at, made_pause=makes_pause
        )
    )
    session.flush()
    ally.limited = LIMITING in _measures(session, ally_id)
    session.flush()
    if makes_pause:
        announce(session, PauseDecided(ally_id))


def ease(session: Session, ally_id: int, decision_id: int) -> None:
    """It is over. Only a pause that it made ends with it, and not while another decision says the same."""
    restriction, ally = session.get(AllyRestriction, decision_id), session.get(Ally, ally_id)
    if restriction is None or ally is None:
        return
    made_pause = restriction.made_pause
    session.delete(restriction)
    session.flush()
    ally.limited = LIMITING in _measures(session, ally_id)
    session.flush()
    if not made_pause:
        return
    other = session.scalars(_about(ally_id).where(AllyRestriction.measure == PAUSING).limit(1)).one_or_none()
    if other is None:
        announce(session, PauseLifted(ally_id))
    else:
        other.made_pause = True


def is_limited(session: Session, ally_id: int | None) -> bool:
    """Whether the posts of that house's people are for their followers alone."""
    return ally_id is not None and bool(session.scalar(select(Ally.limited).where(Ally.id == ally_id)))


def is_paused_by_decision(session: Session, ally_id: int) -> bool:
    """Whether people decided the pause: then nobody resumes before they decide that as well."""
    return PAUSING in _measures(session, ally_id)


def decided_about_allies(session: Session) -> Mapping[int, Collection[str]]:
    """The measures in force, by ally: for everybody here to see."""
    found: dict[int, set[str]] = {}
    rows = session.execute(select(AllyRestriction.ally_id, AllyRestriction.measure).limit(MOST))
    for ally_id, measure in rows:
        found.setdefault(ally_id, set()).add(measure)
    return found


def _measures(session: Session, ally_id: int) -> set[str]:
    return {restriction.measure for restriction in session.scalars(_about(ally_id))}


def _about(ally_id: int) -> Select[AllyRestriction]:
    return select(AllyRestriction).where(AllyRestriction.ally_id == ally_id)
