"""Small pictures in a house, made as its stewards make them."""

import asyncio

from app.basics.clock import now
from app.basics.ids import new_token
from app.emoji import queries
from app.emoji.actions import of_the_house
from app.emoji.queries import EmojiFacts
from app.media import storing
from app.media.cleaning import clean_emoji
from app.storage.house import House
from tests.world.pictures import four_corners, saved


def drawing(width: int = 64, height: int = 64, kind: str = "PNG") -> bytes:
    """A small picture as somebody has it on a telephone."""
    return saved(four_corners(width, height), kind)


def emoji_of(house: House, shortcode: str = "parasol", category: str = "") -> EmojiFacts:
    """One that a steward made, with its file."""
    return asyncio.run(emoji_in(house, shortcode, category))


async def emoji_in(house: House, shortcode: str = "parasol", category: str = "") -> EmojiFacts:
    """The same where a loop runs already."""
    blob = await drawn_in(house)
    number = await house.database.write(of_the_house.add, shortcode, category, blob, now=now())
    return await house.database.read(queries.one_of_the_house, number)


async def drawn_in(house: House, picture: bytes = b"") -> str:
    """A cleaned file of the house that no row names yet."""
    clean, blob = await clean_emoji(picture or drawing()), new_token()
    await house.blobs.put(storing.full(blob), clean.full)
    return blob
