"""Brings every way of writing colours down to one: eight bits, RGB or RGBA, sRGB."""

from io import BytesIO

from PIL import Image, ImageCms

_SIXTEEN_BITS = {"I", "I;16", "I;16B", "I;16L", "I;16N"}
_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


def in_plain_colours(picture: Image.Image) -> Image.Image:
    """The picture as L, LA, RGB, RGBA or CMYK: modes that shrink well and that colour profiles speak of."""
    if picture.mode in _SIXTEEN_BITS:
        # Pillow's own conversion cuts everything above 255 to white.
        return picture.convert("I").point(lambda value: value * (1 / 256) + 0).convert("L")
    if picture.has_transparency_data:
        return picture.convert("LA" if picture.mode in {"1", "L", "LA", "La"} else "RGBA")
    if picture.mode in {"L", "RGB", "CMYK"}:
        return picture
    return picture.convert("L" if picture.mode == "1" else "RGB")


def in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """The picture as RGB, or RGBA if anything shows through, in sRGB. A profile nobody can use is ignored."""
    colours = picture.convert("L" if picture.mode == "LA" else "RGB") if _has_alpha(picture) else picture
    colours = _by_profile(colours, profile) or colours.convert("RGB")
    if _has_alpha(picture):
        alpha = picture.getchannel("A")
        if alpha.getextrema() != (255, 255):
            colours.putalpha(alpha)
    return colours


def flat(picture: Image.Image) -> Image.Image:
    """What a transparent picture looks like on white paper."""
    if picture.mode != "RGBA":
        return picture
    paper = Image.new("RGBA", picture.size, "white")
    return Image.alpha_composite(paper, picture).convert("RGB")


def _has_alpha(picture: Image.Image) -> bool:
    return picture.mode in {"LA", "RGBA"}


def _by_profile(picture: Image.Image, profile: bytes | None) -> Image.Image | None:
    if not profile:
        return None
    try:
        theirs = ImageCms.ImageCmsProfile(BytesIO(profile))
        return ImageCms.profileToProfile(picture, theirs, _SRGB, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None
