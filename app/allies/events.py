"""What changes between houses."""

from dataclasses import dataclass

from app.basics.events import Event


@dataclass(frozen=True, slots=True)
class AllianceChanged(Event):
    """An alliance was made, paused, resumed or is ending."""

    ally_id: int
    state: str


@dataclass(frozen=True, slots=True)
class PauseDecided(Event):
    """People decided that nothing passes between us and an ally for now."""

    ally_id: int


@dataclass(frozen=True, slots=True)
class PauseLifted(Event):
    """What was decided so is over."""

    ally_id: int
