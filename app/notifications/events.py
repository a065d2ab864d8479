"""Facts about what members are told."""

from dataclasses import dataclass

from app.basics.events import Event


@dataclass(frozen=True, slots=True)
class Rang(Event):
    """Somebody's bell rang, who asked to be told elsewhere too: of what kind, and because of whom."""

    account_id: int
    kind: str
    from_id: int
