"""What a decision may do to a post, and what has to be kept to undo it whole. Pure."""

from collections.abc import Collection
from datetime import datetime
from typing import Final, TypeVar

import msgspec

from app.storage.sealing import HouseKey

HOLD: Final = "hold"
REMOVE: Final = "remove"
ADD_WARNING: Final = "add_warning"
HIDE_PICTURE: Final = "hide_picture"
MEASURES: Final = (HOLD, REMOVE, ADD_WARNING, HIDE_PICTURE)

_PURPOSE: Final = "decided post"

What = TypeVar("What", "Kept", "Warned", "Hidden")


class Warned(msgspec.Struct, frozen=True):
    """The author's own warning, and the one that people decided on in its place."""

    own: str
    words: str


class Hidden(msgspec.Struct, frozen=True):
    """Which pictures one decision hides, by their ids."""

    pictures: list[int]


class KeptPicture(msgspec.Struct, frozen=True):
    """What there was to read and guess of a picture."""

    id: int
    description: str
    blurhash: str


class KeptVersion(msgspec.Struct, frozen=True):
    """What the post said before an edit."""

    id: int
    written_at: datetime
    source: str
    content: str
    warning: str
    language: str
    described: str


class Kept(msgspec.Struct, frozen=True):
    """All that is to be read of a removed post. `own_warning`: the author's, where people had put another in its place.

    `opens`: what the keys of its pictures' files follow from. `was_abroad`: an ally had it, and was sent a Delete.
    """

    source: str
    content: str
    warning: str
    own_warning: str
    language: str
    pictures: list[KeptPicture]
    versions: list[KeptVersion]
    choices: list[str]
    opens: bytes
    was_abroad: bool


def is_kept_back(measures: Collection[str]) -> bool:
    """Whether nobody but its author reads what these are in force on."""
    return HOLD in measures or REMOVE in measures


def sealed(kept: Kept | Warned | Hidden, key: HouseKey) -> bytes:
    """Under the house key (P10)."""
    return key.seal(msgspec.msgpack.encode(kept), _PURPOSE)


def opened(kept_sealed: bytes, what: type[What], key: HouseKey) -> What:
    """What `sealed` closed; raises SealBroken."""
    return msgspec.msgpack.decode(key.open(kept_sealed, _PURPOSE), type=what)
