"""Takes a picture out of a file and draws it anew, upright, in sRGB, on a fresh sheet."""

from io import BytesIO

import blurhash_rs
from PIL import Image, ImageFile

from app.media.bare_webp import shape_of
from app.media.cleaner import decoders
from app.media.cleaner.answers import Declined, Outcome
from app.media.cleaner.colours import flat
from app.media.cleaner.moving import film_of, saved_moving
from app.media.cleaner.sheets import on_a_fresh_sheet, shrunk_into, size_within
from app.media.forms import (
    FULL_SIDE,
    MAX_BYTES,
    MIME,
    SMALL_BYTES,
    SMALL_HEIGHT,
    SMALL_WIDTH,
    CleanPicture,
)

_FEW_COLOURS = 4096
_SMALL_QUALITIES = (72, 50, 30, 12)
_HARMLESS = {"loop", "background", "duration", "timestamp", "transparency"}


def redraw(data: bytes) -> CleanPicture:
    """The picture in these bytes, still or moving, and nothing else of them.

    What was saved has been opened and looked at again. Raises Declined, and whatever Pillow raises.
    """
    source = decoders.opened(data)
    if decoders.frames_of(source) > 1:
        film = film_of(source)
        first, full = film.frames[0], saved_moving(film)
    else:
        first = still(source, FULL_SIDE)
        full = _saved(first, drawn=source.format in {"PNG", "GIF"})
    if len(full) > MAX_BYTES:
        raise Declined(Outcome.TOO_LONG)
    preview, small = _preview_of(first)
    look_again(full, first.size)
    look_again(small, preview.size)
    return CleanPicture(MIME, full, small, *first.size, *preview.size, blurred(preview))


def still(source: ImageFile.ImageFile, side: int) -> Image.Image:
    """The picture on a fresh sheet of at most so many pixels each way; of a moving one, what it shows first."""
    box = (side, side)
    # A JPEG can be decoded at a half or a quarter of its size, which spares most of the memory.
    source.draft(source.mode, size_within(box, source.size))
    turn = decoders.turn_of(source)
    source.load()
    return on_a_fresh_sheet(source, box, turn, decoders.profile_of(source))


def _saved(picture: Image.Image, *, drawn: bool) -> bytes:
    """Drawings and screenshots of few colours stay sharp when that is also the lighter way to keep them."""
    lossy = _webp(picture, quality=82, method=4)
    if not drawn or picture.getcolors(_FEW_COLOURS) is None:
        return lossy
    return min(lossy, _webp(picture, lossless=True, quality=40, method=2), key=len)


def _preview_of(picture: Image.Image) -> tuple[Image.Image, bytes]:
    preview = shrunk_into((SMALL_WIDTH, SMALL_HEIGHT), picture)
    small = b""
    for quality in _SMALL_QUALITIES:
        small = _webp(preview, quality=quality, alpha_quality=quality, method=4)
        if len(small) <= SMALL_BYTES:
            break
    return preview, small


def _webp(picture: Image.Image, **how: object) -> bytes:
    # Never `exact`: what was painted over with transparency must not be kept underneath.
    out = BytesIO()
    picture.save(out, "WEBP", exact=False, **how)
    return out.getvalue()


def look_again(saved: bytes, size: tuple[int, int]) -> None:
    """Open what is about to be handed out as a stranger would; raises when it is more than the picture."""
    shape = shape_of(saved)
    again = decoders.opened(saved)
    if not size == (shape.width, shape.height) == again.size:
        raise ValueError("the saved picture has another size")
    again.load()
    if set(again.info) - _HARMLESS or len(again.getexif()):
        raise ValueError("the saved picture says more than its pixels")


def blurred(preview: Image.Image) -> str:
    """The picture as a few letters."""
    return blurhash_rs.blurhash_encode(flat(shrunk_into((64, 64), preview)), 4, 3)
