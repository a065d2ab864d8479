"""Small pictures that allies' members write with: as pictures in posts, and smaller.

What we cannot have, or cannot draw, stays the word that it stands for.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import msgspec
from sqlalchemy.orm import Session

from app.allies.queries import AllyFacts
from app.allies.rules import Scope
from app.basics.events import Event
from app.basics.ids import new_token
from app.emoji import queries
from app.emoji.actions import of_allies
from app.emoji.actions.of_allies import ForeignEmoji
from app.emoji.events import EmojiAwaited
from app.media import storing
from app.media.cleaning import EMOJI_BYTES, CleanPicture, clean_emoji
from app.storage.blobs import Blobs
from federation import fetching
from federation.activities import WireEmoji
from federation.addresses import same_origin
from federation.envoy import Envoy
from federation.fetching import Kind


class Wanted(msgspec.Struct, frozen=True):
    """One to fetch."""

    emoji_id: int
    blob: str


def note_emoji(session: Session, envoy: Envoy, ally: AllyFacts, told: Sequence[WireEmoji]) -> None:
    """Remember what a post or profile of theirs is written with, if pictures pass between the two houses (P24)."""
    of_allies.note(session, ally.id, allowed(ally, told, lab=envoy.lab), now=envoy.clock())


def allowed(ally: AllyFacts, told: Sequence[WireEmoji], *, lab: bool) -> list[ForeignEmoji]:
    """Those of them that we take: none without the scope, none that lies elsewhere than at that house (P20)."""
    if Scope.MEDIA not in ally.scopes:
        return []
    theirs = (one for one in told if same_origin(one.uri, ally.origin, lab=lab))
    return [ForeignEmoji(one.shortcode, one.uri, one.updated) for one in theirs]


def await_emoji(envoy: Envoy, session: Session, event: EmojiAwaited) -> None:
    """Queue the fetching."""
    fetching.have_fetched(envoy, session, KIND, event.ally_id, "emoji", Wanted(event.emoji_id, new_token()))


def _source(session: Session, wanted: Wanted) -> str:
    awaited = queries.awaited(session, wanted.emoji_id)
    return "" if awaited is None else awaited.source_uri


async def _store(blobs: Blobs, wanted: Wanted, clean: CleanPicture) -> None:
    await blobs.put(storing.full(wanted.blob), clean.full)


def _arrived(session: Session, envoy: Envoy, wanted: Wanted, clean: CleanPicture | None) -> bool:
    if clean is None:
        of_allies.cannot_be_used(session, wanted.emoji_id)
        return False
    return of_allies.arrived(session, wanted.emoji_id, wanted.blob)


KIND: Final = Kind(fetching.EMOJI, Wanted, EMOJI_BYTES, _source, clean_emoji, _store, _arrived)

REACTIONS: Mapping[type[Event], Callable[[Envoy, Session, Any], None]] = {EmojiAwaited: await_emoji}
