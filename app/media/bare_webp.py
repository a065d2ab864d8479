"""Reads the container of a WebP file and refuses everything that isn't picture (promise P26).

Pure bytes, nothing is decoded, so it may run where secrets are. An allow-list: only the chunks below, in the
order below, with every reserved bit zero and not one byte before, between or after. The format is described
in RFC 9649.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

_MOVES, _SEES_THROUGH = 0x02, 0x10
_NO_BACKGROUND = bytes(4)

Chunk = tuple[bytes, bytes]


class NotBare(Exception):
    """The file holds, or may hold, something besides the picture."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What the container says of its picture."""

    width: int
    height: int
    frames: int


def shape_of(data: bytes) -> Shape:
    """The shape of a WebP file that holds a picture and nothing else; raises NotBare."""
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP" or int.from_bytes(data[4:8], "little") + 8 != len(data):
        raise NotBare("not one whole RIFF file")
    chunks = list(_chunks(data[12:]))
    if not chunks:
        raise NotBare("empty")
    if chunks[0][0] == b"VP8X":
        return _extended(chunks[0][1], chunks[1:])
    width, height = _still(chunks, with_alpha=False)
    return Shape(width, height, 1)


def _chunks(data: bytes) -> Iterator[Chunk]:
    at = 0
    while at < len(data):
        name, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        end = at + 8 + size
        padding = data[end : end + size % 2]
        if at + 8 > len(data) or end + size % 2 > len(data) or padding.strip(b"\0"):
            raise NotBare("a chunk does not end where it says")
        yield name, data[at + 8 : end]
        at = end + size % 2


def _extended(header: bytes, chunks: list[Chunk]) -> Shape:
    if len(header) != 10 or header[0] & ~(_MOVES | _SEES_THROUGH) or any(header[1:4]):
        raise NotBare("the header announces more than a picture")
    canvas = _uint24(header, 4) + 1, _uint24(header, 7) + 1
    if header[0] & _MOVES:
        return Shape(*canvas, _moving(chunks, canvas))
    if _still(chunks, with_alpha=True) != canvas:
        raise NotBare("the picture does not fill its canvas")
    return Shape(*canvas, 1)


def _moving(chunks: list[Chunk], canvas: tuple[int, int]) -> int:
    if not chunks or chunks[0][0] != b"ANIM" or len(chunks[0][1]) != 6 or chunks[0][1][:4] != _NO_BACKGROUND:
        raise NotBare("an animation begins with its plain ANIM chunk")
    for name, payload in chunks[1:]:
        if name != b"ANMF" or len(payload) < 16:
            raise NotBare(name)
        _frame(payload, canvas)
    if len(chunks) < 2:
        raise NotBare("an animation without frames")
    return len(chunks) - 1


def _frame(payload: bytes, canvas: tuple[int, int]) -> None:
    left, top = _uint24(payload, 0) * 2, _uint24(payload, 3) * 2
    size = _uint24(payload, 6) + 1, _uint24(payload, 9) + 1
    if payload[15] & ~0x03 or _still(list(_chunks(payload[16:])), with_alpha=True) != size:
        raise NotBare("a frame is not what it says")
    if left + size[0] > canvas[0] or top + size[1] > canvas[1]:
        raise NotBare("a frame lies outside of its canvas")


def _still(chunks: list[Chunk], *, with_alpha: bool) -> tuple[int, int]:
    """The size of one picture: `VP8L`, or `VP8 ` that may come after its `ALPH`."""
    names = [name for name, _ in chunks]
    if names not in ([b"VP8L"], [b"VP8 "]) and not (with_alpha and names == [b"ALPH", b"VP8 "]):
        raise NotBare(*names)
    payload = chunks[-1][1]
    return _lossless_size(payload) if names[-1] == b"VP8L" else _lossy_size(payload)


def _lossy_size(payload: bytes) -> tuple[int, int]:
    if len(payload) < 10 or payload[0] & 1 or payload[3:6] != b"\x9d\x01\x2a":
        raise NotBare("not a VP8 key frame")
    width, height = struct.unpack_from("<HH", payload, 6)
    if width >> 14 or height >> 14:
        raise NotBare("a VP8 frame that asks to be scaled")
    return width, height


def _lossless_size(payload: bytes) -> tuple[int, int]:
    if len(payload) < 5 or payload[0] != 0x2F:
        raise NotBare("not a VP8L picture")
    bits = int.from_bytes(payload[1:5], "little")
    if bits >> 29:
        raise NotBare("an unknown version of VP8L")
    return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1


def _uint24(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 3], "little")
