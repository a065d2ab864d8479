"""A ZIP archive that leaves while it is made: nothing of it is ever whole in memory or on a disk."""

import io
import zipfile
from collections.abc import AsyncIterator

PIECE = 64 * 1024


class _Outlet(io.RawIOBase):
    """What zipfile writes into; it cannot seek, so sizes follow their content."""

    def __init__(self) -> None:
        self._held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: object, /) -> int:
        piece = bytes(data)  # type: ignore[call-overload]
        self._held += piece
        return len(piece)

    def taken(self) -> bytes:
        held, self._held = bytes(self._held), bytearray()
        return held


class Zipper:
    """`add` and `add_pieces` yield what may be sent; `end` the rest. No dates: all entries carry the same one."""

    def __init__(self) -> None:
        self._outlet = _Outlet()
        self._zip = zipfile.ZipFile(self._outlet, "w", allowZip64=True)  # type: ignore[arg-type]

    def add(self, name: str, content: bytes, *, packed: bool = True) -> bytes:
        """One small file."""
        self._zip.writestr(_entry(name, packed=packed), content)
        return self._outlet.taken()

    async def add_pieces(self, name: str, pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        """A file that is long; its pieces come one by one."""
        with self._zip.open(_entry(name, packed=True), "w", force_zip64=True) as file:
            async for piece in pieces:
                file.write(piece)
                ready = self._outlet.taken()
                if ready:
                    yield ready
        yield self._outlet.taken()

    def end(self) -> bytes:
        self._zip.close()
        return self._outlet.taken()


async def in_pieces(ready: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The same bytes in pieces worth sending."""
    held = bytearray()
    async for some in ready:
        held += some
        if len(held) >= PIECE:
            yield bytes(held)
            held.clear()
    yield bytes(held)


def _entry(name: str, *, packed: bool) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    entry.external_attr = 0o600 << 16
    return entry
