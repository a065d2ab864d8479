"""Puts a picture on a sheet of its own: small enough, upright, in plain colours, remembering nothing."""

from PIL import Image

from app.media.cleaner.colours import in_plain_colours, in_srgb


def on_a_fresh_sheet(
    picture: Image.Image, box: tuple[int, int], turn: Image.Transpose | None, profile: bytes | None
) -> Image.Image:
    """The pixels, shrunk into the box and turned upright, on a sheet that never saw the file they came in."""
    shrunk = shrunk_into(box, in_plain_colours(picture))
    upright = shrunk.transpose(turn) if turn is not None else shrunk
    coloured = in_srgb(upright, profile)
    sheet = Image.new(coloured.mode, coloured.size)
    sheet.paste(coloured, mask=_where_seen(coloured))
    return sheet


def _where_seen(picture: Image.Image) -> Image.Image | None:
    """Only what shows: under full transparency there may lie what somebody believes to have rubbed out."""
    if picture.mode != "RGBA":
        return None
    return picture.getchannel("A").point([0] + [255] * 255)


def shrunk_into(box: tuple[int, int], picture: Image.Image) -> Image.Image:
    """The picture no larger than the box, its proportions kept; never enlarged."""
    size = size_within(box, picture.size)
    if size == picture.size:
        return picture
    return picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def size_within(box: tuple[int, int], size: tuple[int, int]) -> tuple[int, int]:
    """The largest size of the same proportions that fits into the box; at least a pixel each way."""
    scale = min(1.0, box[0] / size[0], box[1] / size[1])
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))
