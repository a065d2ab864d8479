"""Facts about how the community keeps its rules. Ids and words of measures: nothing of it tells who reported (P17)."""

from dataclasses import dataclass

from app.basics.events import Event


@dataclass(frozen=True, slots=True)
class Reported(Event):
    """Somebody asked that a thing be looked at."""

    case_id: int


@dataclass(frozen=True, slots=True)
class Decided(Event):
    """A decision took force: enough people said yes."""

    decision_id: int


@dataclass(frozen=True, slots=True)
class Confirmed(Event):
    """A decision in force lasts, which until then held on one person's word: another said yes."""

    decision_id: int


@dataclass(frozen=True, slots=True)
class Overturned(Event):
    """An appeal was right: everything of the decision is taken back."""

    decision_id: int


@dataclass(frozen=True, slots=True)
class Ended(Event):
    """A decision ran out or was lifted."""

    decision_id: int
