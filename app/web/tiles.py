"""A small abstract picture for whoever has none: drawn from a number, the same each time.

The number is a hash of the account's own address (`app.accounts.card.tile_of`): nothing else is in it (P2).
"""

from functools import lru_cache

from markupsafe import Markup

# (ground, sun, moon): each reads as calm on paper and on ink.
PALETTES = (
    ("#5f4a7c", "#d99f58", "#b9abc9"),
    ("#2f5d66", "#e3c7a5", "#a3b8bc"),
    ("#98383f", "#f0cd9b", "#cf9fa3"),
    ("#3f4f70", "#c3ad91", "#a9b2c6"),
    ("#4c6a45", "#e2d49a", "#aebfa6"),
    ("#7a4b2f", "#e0b37c", "#c6ab9b"),
    ("#7b3f63", "#e6b8a2", "#c5a3ba"),
    ("#35665a", "#f0c987", "#a4c0b8"),
    ("#5a5648", "#d8a48f", "#bcb8a9"),
    ("#2f4b6e", "#e8b86d", "#9fb3c9"),
)
# (sun x, y, radius, moon x, y, radius) on a square of 44.
PLACES = (
    (30, 14, 16, 12, 34, 14),
    (14, 15, 15, 33, 33, 15),
    (32, 31, 17, 11, 12, 12),
    (22, 10, 14, 22, 40, 18),
    (11, 30, 16, 34, 12, 13),
    (35, 22, 18, 10, 22, 12),
)


@lru_cache(maxsize=4096)
def tile(number: int) -> Markup:
    """The tile as inline SVG, without styles. Decoration: the name stands beside it."""
    frame = '<svg class="tile" viewBox="0 0 44 44" width="44" height="44" aria-hidden="true">'
    return Markup(f"{frame}{_drawn(number)}</svg>")  # noqa: S704 — numbers and our own colours


def tile_file(number: int) -> bytes:
    """The same as a file, for `/tiles/{number}.svg`, which client apps load."""
    frame = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 44 44" width="400" height="400">'
    return f"{frame}{_drawn(number)}</svg>".encode()


def _drawn(number: int) -> str:
    rest, place = divmod(number, len(PLACES))
    rest, colours = divmod(rest, len(PALETTES))
    ground, first, second = PALETTES[colours]
    sun, moon = (first, second) if rest % 2 else (second, first)
    x, y, r, mx, my, mr = PLACES[place]
    return (
        f'<rect width="44" height="44" fill="{ground}"/><circle cx="{x}" cy="{y}" r="{r}" fill="{sun}"/>'
        f'<circle cx="{mx}" cy="{my}" r="{mr}" fill="{moon}" fill-opacity=".85"/>'
    )
