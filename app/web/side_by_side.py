"""A text before and after, beside each other, with what goes and what comes marked."""

from app.web.views.policy import PartChange, Piece
from moderation.policy import differences


def part_change(name: str, before: str, after: str) -> PartChange:
    """Both sides in pieces. Comparing two long texts takes its time: not for the event loop."""
    found = differences.sides(before, after)
    return PartChange(name, _pieces(found.before), _pieces(found.after))


def _pieces(pieces: tuple[differences.Piece, ...]) -> tuple[Piece, ...]:
    return tuple(Piece(one.kind, one.words) for one in pieces if one.words)
