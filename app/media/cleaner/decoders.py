"""The four decoders that may try a picture, and what is asked of a file before its pixels are."""

from importlib import import_module
from io import BytesIO

from PIL import Image, ImageFile, JpegImagePlugin

from app.media.forms import MAX_PIXELS, decoder_for

_ALLOWED = ("JPEG", "PNG", "GIF", "WEBP")
_ORIENTATION = 0x0112

Image.MAX_IMAGE_PIXELS = MAX_PIXELS
ImageFile.LOAD_TRUNCATED_IMAGES = False

Image.preinit()
# Pillow fetches these only when it needs them: too late, once no file can be opened any more. The TIFF reader
# is there because EXIF has its structure.
for _name in ("WebPImagePlugin", "TiffImagePlugin", "ImagePalette"):
    import_module(f"PIL.{_name}")
# A phone's JPEG may announce further pictures behind the first (MPO). Without Pillow's own factory they are
# never read.
Image.register_open("JPEG", JpegImagePlugin.JpegImageFile, lambda prefix: prefix.startswith(b"\xff\xd8\xff"))
for _other in set(Image.OPEN) - set(_ALLOWED):
    del Image.OPEN[_other]


def opened(data: bytes) -> ImageFile.ImageFile:
    """The file's picture, not decoded yet."""
    source = Image.open(BytesIO(data), formats=(decoder_for(data),))
    if min(source.size) < 1:
        raise ValueError("a picture without pixels")
    return source


def frames_of(source: ImageFile.ImageFile) -> int:
    """How many frames move here; 1 for a still picture. An animated PNG's still stand-in isn't counted."""
    return int(getattr(source, "n_frames", 1)) - stand_ins_of(source)


def stand_ins_of(source: ImageFile.ImageFile) -> int:
    return int(bool(getattr(source, "default_image", False)))


def profile_of(source: ImageFile.ImageFile) -> bytes | None:
    """The file's colour profile, if it says that it has one."""
    profile = source.info.get("icc_profile")
    return profile if isinstance(profile, bytes) else None


def turn_of(source: ImageFile.ImageFile) -> Image.Transpose | None:
    """How the picture must be turned to stand upright. EXIF that nobody can read turns nothing."""
    try:
        orientation = source.getexif().get(_ORIENTATION)
    except Exception:  # noqa: BLE001 - broken EXIF raises whatever it likes, and the pixels may still be fine
        return None
    return _TURNS.get(orientation) if isinstance(orientation, int) else None


_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
