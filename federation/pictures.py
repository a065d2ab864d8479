"""Pictures of allies' posts, and those in their messages, which are sealed before they are put down (P10)."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import msgspec
from sqlalchemy.orm import Session

from app.allies import queries as allies
from app.allies.rules import Scope
from app.basics.events import Event
from app.media import sealing, storing
from app.media.cleaning import MAX_BYTES, CleanPicture, clean_picture
from app.posts import picture_queries
from app.posts.actions.picturing import picture_arrived
from app.posts.actions.storing import from_the_queue
from app.posts.events import PictureAwaited
from app.posts.models import Picture
from app.storage.blobs import Blobs
from federation import fetching
from federation.envoy import Envoy
from federation.fetching import Kind


class Wanted(msgspec.Struct, frozen=True):
    """A picture to fetch. `picture_key`: what its files are sealed with in a message; it stands nowhere else."""

    picture_id: int
    blob: str
    picture_key: bytes = b""


def await_picture(envoy: Envoy, session: Session, event: PictureAwaited) -> None:
    """Queue it, if pictures are among what passes between the two houses (P24)."""
    ally, awaited = allies.by_id(session, event.ally_id), picture_queries.awaited_picture(session, event.picture_id)
    if ally is not None and awaited is not None and Scope.MEDIA in ally.scopes:
        wanted = Wanted(awaited.id, awaited.blob, from_the_queue(event.picture_key, envoy.house.key))
        fetching.have_fetched(envoy, session, KIND, ally.id, "picture", wanted)


def _source(session: Session, wanted: Wanted) -> str:
    awaited = picture_queries.awaited_picture(session, wanted.picture_id)
    return "" if awaited is None else awaited.source_uri


async def _store(blobs: Blobs, wanted: Wanted, clean: CleanPicture) -> None:
    if wanted.picture_key:
        await sealing.store_sealed(blobs, wanted.blob, clean, wanted.picture_key)
    else:
        await storing.store(blobs, wanted.blob, clean)


def _arrived(session: Session, envoy: Envoy, wanted: Wanted, clean: CleanPicture | None) -> bool:
    if clean is not None:
        return picture_arrived(session, wanted.picture_id, clean, origin=envoy.origin)
    # Without a row it was fetched before a crash, and deleted since: whatever lies there goes.
    return session.get(Picture, wanted.picture_id) is not None


KIND: Final = Kind(fetching.PICTURES, Wanted, MAX_BYTES, _source, clean_picture, _store, _arrived)

REACTIONS: Mapping[type[Event], Callable[[Envoy, Session, Any], None]] = {PictureAwaited: await_picture}
