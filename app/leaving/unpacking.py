"""A ZIP that somebody brings, read in bounded memory. Nothing is ever unpacked to a disk; its names lead nowhere.

What the archive says of its own sizes is not believed: bytes are counted as they come out.
"""

import io
import re
import stat
import zipfile
import zlib
from typing import Final

from app.basics.errors import Refused, TooLarge

MAGIC: Final = b"PK\x03\x04"
_LISTED: Final = b"PK\x01\x02"  # begins each entry of the directory at the end
MOST_FILES: Final = 20_000
MOST_UNPACKED: Final = 128 * 1024 * 1024
MOST_IN_ONE: Final = 48 * 1024 * 1024
# Text packs to a twentieth, a bomb to a thousandth.
MOST_PACKED: Final = 200

_PIECE: Final = 256 * 1024
_CLIMBS = re.compile(r"(^|/)\.\.(/|$)|^/|^[A-Za-z]:|\\|[\x00-\x1f\x7f]")

BROKEN: Final = "This ZIP archive is damaged or not one at all."
TOO_MANY: Final = "There are too many files in this archive."
TOO_BIG: Final = "This archive unpacks to more than is taken here."


class Archive:
    """The files in it, by name."""

    def __init__(self, data: bytes) -> None:
        """Raises Refused for what is no honest archive, whatever is in it."""
        if data.count(_LISTED) > MOST_FILES:  # before each takes memory; what it says of itself is not believed
            raise TooLarge(TOO_MANY)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise Refused(BROKEN) from error
        entries = self._zip.infolist()
        if len(entries) > MOST_FILES:
            raise TooLarge(TOO_MANY)
        self._entries: dict[str, zipfile.ZipInfo] = {}
        for entry in entries:
            _must_be_honest(entry, seen=entry.filename in self._entries)
            self._entries[entry.filename] = entry
        if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
            raise TooLarge(TOO_BIG)
        self._left = MOST_UNPACKED

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def read(self, name: str, most: int = MOST_IN_ONE) -> bytes:
        """The file's bytes; raises TooLarge as soon as there are more, Refused for broken ones."""
        entry = self._entries[name]
        found = bytearray()
        try:
            with self._zip.open(entry) as file:
                while piece := file.read(_PIECE):
                    found += piece
                    if len(found) > min(most, self._left):
                        raise TooLarge(TOO_BIG)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
            raise Refused(BROKEN) from error
        self._left -= len(found)
        return bytes(found)


def _must_be_honest(entry: zipfile.ZipInfo, *, seen: bool) -> None:
    if entry.flag_bits & 0x1:
        raise Refused("This ZIP archive has a password of its own. Unpack it, and bring it without one.")
    # `orig_filename` is what stands in the archive: the other is cut at a NUL and has its backslashes turned.
    if _CLIMBS.search(entry.orig_filename) or _CLIMBS.search(entry.filename):
        raise Refused("A file in this archive has a name that leads out of it. Nothing of it was taken.")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise Refused("There is a link in this archive instead of a file. Nothing of it was taken.")
    if seen:
        raise Refused("Two files in this archive have the same name. Nothing of it was taken.")
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise Refused(BROKEN)
    if entry.file_size > _PIECE * 4 and entry.file_size > MOST_PACKED * max(entry.compress_size, 1):
        raise TooLarge(TOO_BIG)
