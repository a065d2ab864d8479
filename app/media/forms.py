"""What pictures may come in, and what one looks like when it has been cleaned.

What a file is called and what it is declared to be are never asked: its first bytes decide which decoder may
try, and the decoder decides the rest.
"""

from dataclasses import dataclass

from app.basics.errors import Refused, TooLarge, WrongType

MAX_BYTES = 16 * 1024 * 1024
MAX_PIXELS = 51_000_000  # a phone's "50 megapixels" is 8160 by 6144
MAX_FRAMES = 300

FULL_SIDE = 2048
MOVING_SIDE = 1024
SMALL_WIDTH, SMALL_HEIGHT = 480, 640
SMALL_BYTES = 40_000
# Among words: as high as a line on a sharp screen needs, and nothing that takes long to come.
EMOJI_SIDE = 96
EMOJI_BYTES = 256 * 1024

# Everything leaves as WebP: one container to check, light on costly lines, and it can move and be clear.
MIME = "image/webp"


@dataclass(frozen=True, slots=True)
class CleanPicture:
    """A picture drawn anew: `full` to look at, `small` (still, even when `full` moves) for a list."""

    mime: str
    full: bytes
    small: bytes
    width: int
    height: int
    small_width: int
    small_height: int
    blurhash: str


def decoder_for(data: bytes) -> str:
    """The one decoder (Pillow's name) that may try these bytes.

    Raises Refused when there are none, TooLarge, and WrongType with what to do instead where we know.
    """
    if not data:
        raise Refused("This file is empty.")
    if len(data) > MAX_BYTES:
        raise TooLarge("This picture is larger than 16 MB. Please make it smaller and try again.")
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "WEBP"
    raise WrongType(_what_to_do_with(data))


def _what_to_do_with(data: bytes) -> str:
    if data[4:8] == b"ftyp":
        if data[8:12] in {b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1", b"avif", b"avis"}:
            return "HEIC and AVIF pictures are not taken here yet. Please save it as JPEG and try again."
        return "Moving pictures with sound are not taken here yet."
    start = data[:1024].lower()
    if b"<svg" in start:
        return "Drawings in SVG are not taken here. Please save it as PNG and try again."
    return "Only JPEG, PNG, WebP and GIF pictures are taken here."
