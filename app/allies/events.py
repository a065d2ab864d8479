"""What changes between houses."""

from dataclasses import dataclass

from app.basics.events import Event


@dataclass(frozen=True, slots=True)
class AllianceChanged(Event):
    """An alliance was made, paused, resumed or is ending."""

    ally_id: int
    state: str
