"""Files of pictures in messages: sealed with a key that stands nowhere, but follows from the message's own (P10).

A sealed file says by its first bytes that it is one, which no picture starts with. So a file is sealed where it lies,
and whoever reads it needs no row to know what it is.
"""

import asyncio

from app.media import storing
from app.media.forms import CleanPicture
from app.storage.blobs import Blobs
from app.storage.member_keys import locked, unlocked
from app.storage.sealing import SealBroken

MARK = b"sealed 1\n"


async def store_sealed(blobs: Blobs, blob: str, clean: CleanPicture, key: bytes) -> None:
    """Put both sizes there, sealed from the beginning."""
    await asyncio.gather(
        _put_sealed(blobs, storing.full(blob), clean.full, key),
        _put_sealed(blobs, storing.small(blob), clean.small, key),
    )


async def seal_stored(blobs: Blobs, blob: str, key: bytes) -> None:
    """Seal both sizes where they lie. Twice changes nothing, and what is gone by now stays gone."""
    for name in (storing.full(blob), storing.small(blob)):
        content = await blobs.get(name)
        if content is not None and not is_sealed(content):
            await _put_sealed(blobs, name, content, key)


async def copy_sealed(blobs: Blobs, blob: str, into: str, *, opens: bytes, key: bytes) -> None:
    """Put both sizes there once more under another name, sealed with a key of their own.

    `opens`: what the first ones are sealed with, empty where they lie open. What is gone by now, or does not open, is
    not copied.
    """
    for name, other in ((storing.full(blob), storing.full(into)), (storing.small(blob), storing.small(into))):
        content = await blobs.get(name)
        picture = None if content is None else await opened(content, opens)
        if picture is not None:
            await _put_sealed(blobs, other, picture, key)


async def open_stored(blobs: Blobs, blob: str, key: bytes) -> None:
    """Have both sizes lie open again. Twice changes nothing; what another key sealed stays as it is."""
    for name in (storing.full(blob), storing.small(blob)):
        content = await blobs.get(name)
        if content is not None and is_sealed(content) and (plain := await opened(content, key)) is not None:
            await blobs.put(name, plain)


def is_sealed(content: bytes) -> bool:
    return content.startswith(MARK)


async def opened(content: bytes, key: bytes) -> bytes | None:
    """The picture, for one answer; None when it is sealed with another key."""
    if not is_sealed(content):
        return content
    try:
        return await asyncio.to_thread(unlocked, content[len(MARK) :], key)
    except SealBroken:
        return None


async def _put_sealed(blobs: Blobs, name: str, content: bytes, key: bytes) -> None:
    await blobs.put(name, MARK + await asyncio.to_thread(locked, content, key))
