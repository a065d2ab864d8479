"""Draws a picture anew that is to stand among words: small, square, still."""

from io import BytesIO

from PIL import Image

from app.media.cleaner import decoders
from app.media.cleaner.redrawing import blurred, look_again, still
from app.media.forms import EMOJI_SIDE, MIME, CleanPicture


def redraw_small(data: bytes) -> CleanPicture:
    """What the picture shows first, in the middle of a square; nothing else of these bytes.

    What was saved has been opened and looked at again. Raises Declined, and whatever Pillow raises.
    """
    square = _squared(still(decoders.opened(data), EMOJI_SIDE))
    out = BytesIO()
    square.save(out, "WEBP", quality=85, method=4)
    full = out.getvalue()
    look_again(full, square.size)
    return CleanPicture(MIME, full, full, *square.size, *square.size, blurred(square))


def _squared(picture: Image.Image) -> Image.Image:
    """On a clear square sheet, so that every one takes the same room in a line."""
    width, height = picture.size
    if width == height:
        return picture
    side = max(width, height)
    sheet = Image.new("RGBA", (side, side))
    sheet.paste(picture.convert("RGBA"), ((side - width) // 2, (side - height) // 2))
    return sheet
