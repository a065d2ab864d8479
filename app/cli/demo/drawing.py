"""Pictures for invented posts, drawn in code: nobody is in them, and they belong to nobody else."""

import io
import math
from collections.abc import Callable
from random import Random

from PIL import Image, ImageDraw, ImageFilter

_WIDTH, _HEIGHT = 1280, 860

Brush = ImageDraw.ImageDraw
Colour = tuple[int, int, int]


def draw(what: str) -> bytes:
    """One of DRAWINGS as PNG."""
    picture = Image.new("RGB", (_WIDTH, _HEIGHT))
    DRAWINGS[what](picture)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _balcony(picture: Image.Image) -> None:
    """Somebody from behind, the city's lights out of focus."""
    _shade(picture, (52, 38, 74), (224, 136, 120))
    lights = Image.new("RGB", picture.size)
    chance = Random(9)
    brush = ImageDraw.Draw(lights)
    for _ in range(90):
        x, y, size = chance.randrange(_WIDTH), chance.randrange(430, _HEIGHT), chance.randrange(8, 30)
        brush.ellipse(
            (x, y, x + size, y + size), fill=chance.choice(((255, 210, 130), (250, 160, 110), (200, 200, 255)))
        )
    blurred = lights.filter(ImageFilter.GaussianBlur(7))
    picture.paste(Image.blend(picture, blurred, 0.35))
    brush = ImageDraw.Draw(picture)
    dark = (30, 22, 40)
    brush.ellipse((560, 300, 700, 460), fill=dark)
    brush.rounded_rectangle((500, 430, 760, 900), 110, fill=dark)
    for x in range(0, _WIDTH, 64):
        brush.rectangle((x, 650, x + 10, _HEIGHT), fill=(20, 16, 28))
    brush.rectangle((0, 636, _WIDTH, 656), fill=(20, 16, 28))


def _kitchen(picture: Image.Image) -> None:
    """A yellow wall, a shelf, three cups and a kettle."""
    _shade(picture, (246, 205, 92), (232, 178, 58))
    brush = ImageDraw.Draw(picture)
    brush.rectangle((120, 560, 1160, 590), fill=(120, 78, 48))
    for x, colour in ((200, (196, 80, 70)), (380, (240, 238, 228)), (560, (70, 110, 130))):
        brush.rounded_rectangle((x, 450, x + 120, 560), 18, fill=colour)
        brush.arc((x + 95, 470, x + 165, 535), 270, 90, fill=colour, width=14)
    brush.pieslice((800, 380, 1060, 740), 180, 360, fill=(88, 92, 100))
    brush.polygon(((1040, 470), (1130, 410), (1140, 425), (1050, 530)), fill=(88, 92, 100))
    brush.arc((850, 300, 1010, 460), 180, 360, fill=(50, 50, 56), width=16)


def _tea(picture: Image.Image) -> None:
    """A cup seen on a wooden table, with steam."""
    _shade(picture, (92, 64, 50), (150, 104, 74))
    brush = ImageDraw.Draw(picture)
    for y in range(90, _HEIGHT, 140):
        brush.line((0, y, _WIDTH, y + 26), fill=(82, 56, 42), width=5)
    brush.ellipse((380, 500, 900, 720), fill=(226, 220, 206))
    brush.rounded_rectangle((460, 360, 820, 650), 120, fill=(244, 240, 230))
    brush.arc((770, 410, 900, 560), 250, 110, fill=(244, 240, 230), width=26)
    brush.ellipse((470, 350, 810, 430), fill=(150, 84, 40))
    for start in (560, 640, 720):
        points = [(start + 24 * math.sin(y / 34), y) for y in range(120, 340, 6)]
        brush.line(points, fill=(210, 196, 184), width=9, joint="curve")


def _parasol(picture: Image.Image) -> None:
    """A red parasol in the rain."""
    _shade(picture, (22, 28, 48), (54, 66, 96))
    chance = Random(4)
    brush = ImageDraw.Draw(picture)
    for _ in range(260):
        x, y = chance.randrange(_WIDTH), chance.randrange(_HEIGHT)
        brush.line((x, y, x - 9, y + 34), fill=(120, 136, 170), width=2)
    brush.rectangle((632, 400, 648, 760), fill=(196, 178, 150))
    brush.arc((580, 710, 648, 800), 0, 180, fill=(196, 178, 150), width=16)
    brush.pieslice((300, 160, 980, 760), 180, 360, fill=(198, 40, 52))
    for left in (300, 470, 640, 810):
        brush.ellipse((left, 430, left + 170, 490), fill=(32, 38, 62))
        brush.line((640, 162, left + 85, 440), fill=(150, 24, 38), width=4)


def _shade(picture: Image.Image, top: Colour, bottom: Colour) -> None:
    brush = ImageDraw.Draw(picture)
    for y in range(_HEIGHT):
        part = y / _HEIGHT
        brush.line((0, y, _WIDTH, y), fill=tuple(round(a + (b - a) * part) for a, b in zip(top, bottom, strict=True)))


DRAWINGS: dict[str, Callable[[Image.Image], None]] = {
    "balcony": _balcony,
    "kitchen": _kitchen,
    "tea": _tea,
    "parasol": _parasol,
}
