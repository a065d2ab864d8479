"""Facts that a slice announces. A fact is a frozen dataclass of plain values (ids, words), so that it can be
written in the same transaction as the act (`app.jobs.outbox`) and read again by name."""

from dataclasses import dataclass
from typing import ClassVar

_known: dict[str, type["Event"]] = {}


@dataclass(frozen=True, slots=True)
class Event:
    """The base of every fact. Subclasses register themselves by their class name, which must stay unique."""

    name: ClassVar[str] = "Event"

    def __init_subclass__(cls) -> None:
        # slots=True makes each class twice; the second, real one replaces the first.
        earlier = _known.get(cls.__name__)
        if earlier is not None and earlier.__module__ != cls.__module__:
            raise TypeError(f"two events are called {cls.__name__}")
        cls.name = cls.__name__
        _known[cls.__name__] = cls


def event_named(name: str) -> type[Event]:
    """The event class of that name; KeyError when no slice declares it."""
    return _known[name]
