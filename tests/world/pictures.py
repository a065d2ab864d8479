"""Pictures as people's devices make them, with everything that devices write into them.

Each planted value is a word found nowhere else, so that one search tells whether it came through.
"""

import struct
import zlib
from io import BytesIO

import piexif
from PIL import Image, ImageCms

from app.media import sealing
from app.storage.house import House

OWNER, SERIAL, MAKER_NOTE = b"CanaryOwnerMaria", b"CanarySerial8812", b"CanaryMakerNote7"
PLACE, TAKEN_AT = b"CanaryPlace52N13E", b"1987:06:05 04:03:02"
XMP, IPTC, COMMENT = b"CanaryXmpCreator", b"CanaryIptcByline", b"CanaryCommentLine"
PROFILE, BEHIND, THUMBNAIL = b"CanaryProfileText", b"CanaryBehindTheEnd", b"CanaryThumbComment"
PNG_TEXT, PNG_PACKED, PNG_WORLD = b"CanaryPlainText", b"CanaryPackedText", b"CanaryWorldText"

PLANTED: tuple[bytes, ...] = (
    *(OWNER, SERIAL, MAKER_NOTE, PLACE, TAKEN_AT, XMP, IPTC, COMMENT),
    *(PROFILE, BEHIND, THUMBNAIL, PNG_TEXT, PNG_PACKED, PNG_WORLD),
)

TOP_LEFT, TOP_RIGHT = (220, 30, 30), (30, 180, 40)
BOTTOM_LEFT, BOTTOM_RIGHT = (30, 60, 220), (240, 220, 40)


def four_corners(width: int = 640, height: int = 480) -> Image.Image:
    """A picture that tells how it is turned: red, green / blue, yellow."""
    picture = Image.new("RGB", (width, height), TOP_LEFT)
    right, below = width // 2, height // 2
    picture.paste(TOP_RIGHT, (right, 0, width, below))
    picture.paste(BOTTOM_LEFT, (0, below, right, height))
    picture.paste(BOTTOM_RIGHT, (right, below, width, height))
    return picture


def phone_picture(width: int = 640, height: int = 480) -> bytes:
    """A phone's JPEG, stored lying on its side with orientation 6.

    It tells place, owner, serial number and time, and has a maker's note, a preview, XMP, IPTC, a comment
    and a colour profile with words in it, and bytes behind its end.
    """
    lying = four_corners(width, height).transpose(Image.Transpose.ROTATE_90)
    plain = saved(lying, "JPEG", quality=92)
    xmp = b"http://ns.adobe.com/xap/1.0/\0" + xmp_packet()
    profile = b"ICC_PROFILE\0\1\1" + colour_profile()
    planted = _segment(0xE1, b"Exif\0\0" + exif(orientation=6)) + _segment(0xE1, xmp)
    planted += _segment(0xE2, profile) + _segment(0xED, _iptc()) + _segment(0xFE, COMMENT)
    return plain[:2] + planted + plain[2:] + BEHIND


def exif(orientation: int = 1) -> bytes:
    """The TIFF block of an EXIF segment, without its `Exif` prefix."""
    preview = saved(four_corners(160, 120), "JPEG")
    preview = preview[:2] + _segment(0xFE, THUMBNAIL) + preview[2:]
    tags = {
        "0th": {
            piexif.ImageIFD.Orientation: orientation,
            piexif.ImageIFD.Artist: OWNER,
            piexif.ImageIFD.DateTime: TAKEN_AT,
            piexif.ImageIFD.XPAuthor: tuple(OWNER.decode().encode("utf-16-le")),
        },
        "Exif": {
            piexif.ExifIFD.CameraOwnerName: OWNER,
            piexif.ExifIFD.BodySerialNumber: SERIAL,
            piexif.ExifIFD.MakerNote: MAKER_NOTE,
            piexif.ExifIFD.DateTimeOriginal: TAKEN_AT,
        },
        "GPS": {
            piexif.GPSIFD.GPSLatitudeRef: b"N",
            piexif.GPSIFD.GPSLatitude: ((52, 1), (31, 1), (12, 1)),
            piexif.GPSIFD.GPSLongitudeRef: b"E",
            piexif.GPSIFD.GPSLongitude: ((13, 1), (24, 1), (18, 1)),
            piexif.GPSIFD.GPSAreaInformation: b"ASCII\0\0\0" + PLACE,
        },
        "1st": {piexif.ImageIFD.Compression: 6},
        "thumbnail": preview,
    }
    return piexif.dump(tags).removeprefix(b"Exif\0\0")


def xmp_packet() -> bytes:
    return (
        b'<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
        b'xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:CreatorTool="' + XMP + b'"/></rdf:RDF></x:xmpmeta>'
    )


def colour_profile() -> bytes:
    """A working sRGB profile whose description was written over with the planted words."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    words = PROFILE.decode().encode("utf-16-be")
    at = profile.index("sRGB built-in".encode("utf-16-be"))
    profile[at : at + 26] = words[:26]
    # What doesn't fit lies behind, where profiles may keep padding.
    profile += PROFILE + bytes(-len(PROFILE) % 4)
    profile[0:4] = struct.pack(">I", len(profile))
    return bytes(profile)


def told_png() -> bytes:
    """A PNG with text in its three forms, EXIF, a time and a colour profile."""
    plain = saved(four_corners(), "PNG")
    told = png_chunk(b"iCCP", b"ICC\0\0" + zlib.compress(colour_profile()))
    told += png_chunk(b"tEXt", b"Author\0" + PNG_TEXT)
    told += png_chunk(b"zTXt", b"Comment\0\0" + zlib.compress(PNG_PACKED))
    told += png_chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + xmp_packet() + PNG_WORLD)
    told += png_chunk(b"eXIf", exif()) + png_chunk(b"tIME", struct.pack(">H5B", 1987, 6, 5, 4, 3, 2))
    after_header = 8 + 25
    return plain[:after_header] + told + plain[after_header:] + BEHIND


def told_webp() -> bytes:
    """A WebP with EXIF, XMP and a colour profile."""
    return saved(four_corners(), "WEBP", exif=exif(), xmp=xmp_packet(), icc_profile=colour_profile())


def told_gif(frames: int = 3) -> bytes:
    """A GIF that moves for ever, with a comment, XMP and bytes behind the end."""
    moving = moving_gif(frames)
    after_tables = 13 + 3 * 2 ** ((moving[10] & 7) + 1)
    comment = b"\x21\xfe" + bytes([len(COMMENT)]) + COMMENT + b"\0"
    trailer = b"\1" + bytes(range(255, -1, -1)) + b"\0"
    xmp = b"\x21\xff\x0bXMP DataXMP" + xmp_packet() + trailer
    return moving[:after_tables] + comment + xmp + moving[after_tables:] + BEHIND


def moving_gif(frames: int, width: int = 120, height: int = 90) -> bytes:
    """A GIF in which the four corners change places."""
    turned = [four_corners(width, height).rotate(180 * (n % 2)) for n in range(frames)]
    return saved(turned[0], "GIF", save_all=True, append_images=turned[1:], duration=80, loop=0)


def bomb_png(width: int = 60_000, height: int = 60_000) -> bytes:
    """A small file that claims, and would fill, gigabytes."""
    rows = zlib.compressobj(9)
    packed = b"".join(rows.compress(bytes(width // 8 + 1)) for _ in range(height)) + rows.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    chunks = png_chunk(b"IHDR", header) + png_chunk(b"IDAT", packed) + png_chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def endless_gif(frames: int) -> bytes:
    """A GIF of one dot, shown again and again."""
    dot = saved(Image.new("P", (1, 1)), "GIF")
    start = dot.index(b",\0\0\0\0")
    return dot[:-1] + dot[start:-1] * (frames - 1) + b";"


def saved(picture: Image.Image, form: str, **how: object) -> bytes:
    out = BytesIO()
    picture.save(out, form, **how)
    return out.getvalue()


def png_chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def files_of(house: House) -> list[bytes]:
    """Every file of a picture that lies in the house's store."""
    return [file.read_bytes() for file in (house.settings.data / "media").rglob("*") if file.is_file()]


def open_files(house: House) -> list[bytes]:
    """Those of them that are not sealed."""
    return [content for content in files_of(house) if not sealing.is_sealed(content)]


def _segment(marker: int, data: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(data) + 2) + data


def _iptc() -> bytes:
    record = b"\x1c\x02\x50" + struct.pack(">H", len(IPTC)) + IPTC
    return b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0" + struct.pack(">I", len(record)) + record + bytes(len(record) % 2)
