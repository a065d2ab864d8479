"""A few small pictures for everybody's words, drawn in code."""

import io
from collections.abc import Callable
from datetime import datetime

from PIL import Image, ImageDraw

from app.basics.ids import new_token
from app.emoji import queries
from app.emoji.actions import of_the_house
from app.media import storing
from app.media.cleaning import clean_emoji
from app.storage.house import House

_SIDE = 192

Brush = ImageDraw.ImageDraw


async def hang_up(house: House, *, now: datetime) -> None:
    """Those that are not there yet."""
    there = {one.shortcode for one in house.database.read_now(queries.of_the_house)}
    for shortcode, draw in DRAWINGS.items():
        if shortcode not in there:
            blob = new_token()
            clean = await clean_emoji(_drawn(draw))
            await house.blobs.put(storing.full(blob), clean.full)
            house.database.write_now(of_the_house.add, shortcode, "house", blob, now=now)


def _drawn(draw: Callable[[Brush], None]) -> bytes:
    picture = Image.new("RGBA", (_SIDE, _SIDE))
    draw(ImageDraw.Draw(picture))
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _parasol(brush: Brush) -> None:
    """Open and red, its handle to the left."""
    brush.line((96, 96, 96, 164), fill=(146, 112, 80), width=9)
    brush.arc((64, 144, 100, 184), 0, 180, fill=(146, 112, 80), width=9)
    brush.pieslice((10, 22, 182, 178), 180, 360, fill=(198, 40, 52))
    for left, right in ((10, 67), (67, 125), (125, 182)):
        brush.ellipse((left, 88, right, 114), fill=(0, 0, 0, 0))
        brush.line((96, 24, (left + right) // 2, 90), fill=(150, 24, 38), width=4)


def _lantern(brush: Brush) -> None:
    """Lit."""
    brush.arc((64, 8, 128, 72), 180, 360, fill=(92, 84, 74), width=9)
    brush.rounded_rectangle((60, 40, 132, 58), 8, fill=(92, 84, 74))
    brush.rounded_rectangle((48, 58, 144, 156), 20, fill=(240, 178, 66))
    brush.ellipse((80, 78, 112, 138), fill=(255, 244, 196))
    brush.rounded_rectangle((60, 156, 132, 176), 8, fill=(92, 84, 74))


def _tea(brush: Brush) -> None:
    """A cup of it."""
    brush.arc((116, 82, 176, 142), 270, 90, fill=(70, 110, 130), width=13)
    brush.rounded_rectangle((30, 72, 142, 164), 34, fill=(70, 110, 130))
    brush.ellipse((30, 60, 142, 90), fill=(122, 74, 40))
    for left in (62, 98):
        brush.arc((left, 16, left + 22, 52), 90, 270, fill=(150, 146, 138), width=7)


DRAWINGS: dict[str, Callable[[Brush], None]] = {"parasol": _parasol, "lantern": _lantern, "tea": _tea}
