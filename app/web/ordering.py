"""The order of pictures in a form: each says its place, and whichever was moved goes before or after whom it meets."""

from collections.abc import Sequence
from typing import TypeVar

from app.doors.bodies import Form

_One = TypeVar("_One")


def in_order(form: Form, pictures: Sequence[_One], names: Sequence[str]) -> list[_One]:
    """The pictures as the fields `place_{name}` have them; what says no place stays in its own."""
    places = [_place(form.text(f"place_{name}"), number) for number, name in enumerate(names, 1)]
    return [pictures[number] for number in sorted(range(len(pictures)), key=places.__getitem__)]


def _place(word: str, own: int) -> float:
    """Moved forwards: before the one that stands there; moved backwards: after it."""
    place = int(word) if word.isascii() and word.isdigit() and len(word) == 1 else own
    return place if place == own else place - 0.5 if place < own else place + 0.5
