"""The files of one picture: where they lie, written together and removed together."""

import asyncio

from app.media.forms import CleanPicture
from app.storage.blobs import Blobs


def full(blob: str) -> str:
    return f"{blob}/full"


def small(blob: str) -> str:
    return f"{blob}/small"


async def store(blobs: Blobs, blob: str, clean: CleanPicture) -> None:
    """Put both sizes there; before the row that names them says they are."""
    await asyncio.gather(blobs.put(full(blob), clean.full), blobs.put(small(blob), clean.small))


async def remove(blobs: Blobs, blob: str) -> None:
    """Both are gone afterwards, whether or not they were there (P11)."""
    await asyncio.gather(blobs.delete(full(blob)), blobs.delete(small(blob)))
