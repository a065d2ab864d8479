"""Facts about appeals."""

from dataclasses import dataclass

from app.basics.events import Event


@dataclass(frozen=True, slots=True)
class Appealed(Event):
    """Somebody asks for another look at a decision."""

    appeal_id: int


@dataclass(frozen=True, slots=True)
class AppealEnded(Event):
    """It was upheld, overturned or withdrawn, or nobody answered in time: the row says which."""

    appeal_id: int
