"""Pictures of what was begun, made ready to be posted: opened copies of their files lie there before a row names them.

No transaction waits for a file. First a fact says which copies are about to be put down, so that none outlives an hour
unnamed (P11); then they are put down; then the transaction that posts names them and lets the sealed files go
(`taking_up.take_out`). Killed anywhere between, either what was begun still stands with its sealed pictures, or the
post stands with open ones: decision 0019.
"""

import asyncio
from collections.abc import AsyncGenerator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.basics.errors import Invalid, ParasolError, Unavailable
from app.basics.ids import new_token
from app.jobs.outbox import announce
from app.media import sealing, storing
from app.posts import files
from app.posts.begun import Earlier
from app.posts.events import CopiesBegun
from app.posts.models import Picture
from app.storage.blobs import TROUBLE, Blobs
from app.storage.house import House


class PictureUnreadable(Invalid):
    """A file is gone, or was altered."""

    safe = "One of the pictures cannot be opened any more. Please take it out, or choose it again."

    def __init__(self) -> None:
        super().__init__("pictures", self.safe)


@asynccontextmanager
async def opened_for_posting(
    house: House, account_id: int, earlier: Earlier, picture_ids: Sequence[int]
) -> AsyncGenerator[Earlier]:
    """The same with opened files of those of its pictures that are to be posted; what is not used of them goes.

    Raises PictureUnreadable, and Unavailable where the store does not answer.
    """
    held = [earlier.held[one] for one in picture_ids if one in earlier.held]
    blobs = await house.database.read(_blobs_of, account_id, [one.id for one in held]) if held else {}
    if not blobs:
        yield earlier
        return
    copies = {picture_id: new_token() for picture_id in blobs}
    await house.database.write(announce, CopiesBegun(tuple(copies.values())))
    try:
        await _copy(house.blobs, [(blobs[one.id], copies[one.id], one.key) for one in held if one.id in blobs])
        yield replace(earlier, opened=copies)
    except ParasolError as error:
        if not isinstance(error, Unavailable):  # after that one nobody knows yet whether it was written
            await _remove(house.blobs, copies.values())
        raise
    unnamed = await house.database.read(files.unnamed, list(copies.values()))
    await _remove(house.blobs, unnamed)


def _blobs_of(session: Session, account_id: int, picture_ids: Sequence[int]) -> Mapping[int, str]:
    query = select(Picture.id, Picture.blob).where(
        Picture.id.in_(picture_ids), Picture.owner_id == account_id, Picture.post_id.is_(None), Picture.ready
    )
    return {row.id: row.blob for row in session.execute(query)}


async def _copy(blobs: Blobs, wanted: Iterable[tuple[str, str, bytes]]) -> None:
    sizes = [(size(old), size(new), key) for old, new, key in wanted for size in (storing.full, storing.small)]
    copied = (_copy_one(blobs, old, new, key) for old, new, key in sizes)
    for fault in await asyncio.gather(*copied, return_exceptions=True):  # all have ended before any is removed
        if fault is not None:
            raise fault


async def _copy_one(blobs: Blobs, old: str, new: str, key: bytes) -> None:
    try:
        stored = await blobs.get(old)
        content = None if stored is None else await sealing.opened(stored, key)
        if content is None:
            raise PictureUnreadable
        await blobs.put(new, content)
    except TROUBLE as error:
        raise Unavailable from error


async def _remove(blobs: Blobs, unused: Iterable[str]) -> None:
    """Now, if the store lets it; otherwise within an hour, since the fact of them stands."""
    for blob in unused:
        try:
            await storing.remove(blobs, blob)
        except TROUBLE:
            return
