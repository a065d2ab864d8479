"""Somebody with every file and the source: tries every value as a key for every sealed thing, again and again."""

import base64
import binascii
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.media import sealing, storing
from app.posts.models import Picture
from app.storage.house import House
from app.storage.member_keys import MemberKey, key_below, key_of_token, unlocked
from app.storage.sealing import HouseKey, SealBroken
from migrations.tables import Base
from moderation.cases.models import Evidence

PURPOSES = (
    "queue", "signing key", "instance key", "address key", "message key", "word filter", "totp", "arrival", "refusal",
    "scheduled post", "picture key", "report", "evidence", "case note", "letter from outside", "line to a letter",
    "decision reason", "decision particulars", "decision description", "decided post", "appeal", "answer to an appeal",
    "summary for the public log", "reading", "suggestion",
)  # fmt: skip
_WORDS = re.compile(rb"[A-Za-z0-9_=+/-]{8,}")
_SMALL = 400
_STEPS = (8, 32)  # nonces, salts and keys have a multiple of eight bytes


@dataclass
class Loot:
    """Every value of the database and every file of the data folder; `sealed` is what looks like a seal.

    `pictures`: what sealed files hold behind their mark, each with the number of its picture (or of its copy).
    """

    values: set[bytes] = field(default_factory=set[bytes])
    sealed: set[bytes] = field(default_factory=set[bytes])
    pictures: list[tuple[int, bytes]] = field(default_factory=list[tuple[int, bytes]])

    @property
    def everything(self) -> bytes:
        return b"\n".join(self.values)


def loot(house: House) -> Loot:
    """All that a seized disk gives, without the key file."""
    found = Loot()
    house.database.read_now(_take_rows, found)
    for file in Path(house.settings.data).rglob("*"):
        if file.is_file():
            found.values.add(file.read_bytes())
    for picture_id, blob in house.database.read_now(_pictures):
        files = [house.blobs.get_now(name) for name in (storing.full(blob), storing.small(blob))]
        found.pictures += [(picture_id, file.removeprefix(sealing.MARK)) for file in files if file]
    return found


def read_by_attacker(found: Loot, *known: bytes | str, house_keys: Iterable[HouseKey] = ()) -> bytes:
    """All that comes out in the end: what lies open and what was opened with it. `known`: what else they have."""
    tried: set[bytes] = set()
    opened: set[bytes] = set()
    fresh = set(_keys_in(found.values)) | {key for word in known for key in _keys_of_word(word)}
    for house_key in house_keys:
        for plain in _opened_with_house_key([*found.sealed, *(file for _, file in found.pictures)], house_key):
            opened.add(plain)
            fresh |= set(_keys_in([plain]))
    while fresh:
        news = {plain for key in fresh for plain in _opened_with(key, found)}
        tried |= fresh
        opened |= news
        fresh = set(_keys_in(news)) - tried
    return b"\n".join([found.everything, *opened])


def _pictures(session: Session) -> list[tuple[int, str]]:
    """Those of posts and messages, and the copies that are kept as evidence."""
    kept = select(Evidence.id, Evidence.blob).where(Evidence.blob.is_not(None))
    found = (*session.execute(select(Picture.id, Picture.blob)), *session.execute(kept))
    return [(row[0], row[1]) for row in found]


def _take_rows(session: Session, found: Loot) -> None:
    for table in Base.metadata.sorted_tables:
        for row in session.execute(select(table)):
            for name, value in zip(table.columns.keys(), row, strict=True):
                _take(found, name, value)


def _take(found: Loot, column: str, value: object) -> None:
    if isinstance(value, str) and value:
        found.values.add(value.encode("utf-8", "surrogatepass"))
    elif isinstance(value, bytes | memoryview) and value:
        raw = bytes(value)
        found.values.add(raw)
        if "sealed" in column or column in {"member_key", "payload", "refusal"}:
            found.sealed.add(raw)
        if column == "payload":
            found.sealed.update(_sealed_words_in(raw))


def _sealed_words_in(payload: bytes) -> Iterator[bytes]:
    """A fact holds what is sealed as a word."""
    for word in _WORDS.findall(payload):
        with suppress(ValueError):
            yield base64.b64decode(word, validate=True)


def _keys_in(values: Iterable[bytes]) -> Iterator[bytes]:
    """Whatever in them could be 32 bytes of key: more closely in what is small than in whole files."""
    for value in values:
        step = _STEPS[len(value) > _SMALL]
        most = min(len(value), 4096)
        yield from (value[at : at + 32] for at in range(0, most - 31, step))
        for word in _WORDS.findall(value[:4096]):
            yield from _keys_of_word(word)
        with suppress(ValueError, TypeError):
            yield from _keys_packed_in(msgspec.msgpack.decode(value))


def _keys_packed_in(thing: object) -> Iterator[bytes]:
    """The same in what the source packs before it is sealed, where a key lies at any place."""
    match thing:
        case bytes() if len(thing) == 32:
            yield thing
        case dict():
            yield from (key for each in thing.values() for key in _keys_packed_in(each))
        case list():
            yield from (key for each in thing for key in _keys_packed_in(each))
        case _:
            pass


def _keys_of_word(word: bytes | str) -> Iterator[bytes]:
    """What the source makes of a secret: itself, decoded, hashed."""
    raw = word.encode() if isinstance(word, str) else word
    if len(raw) == 32:
        yield raw
    for decode in (base64.b64decode, base64.urlsafe_b64decode, binascii.unhexlify):
        try:
            decoded = decode(raw)
        except ValueError:
            continue
        if len(decoded) == 32:
            yield decoded
    yield key_of_token(raw.decode("utf-8", "replace"))


def _opened_with(key: bytes, found: Loot) -> Iterator[bytes]:
    """A key that fits no public half here opens no box, so those are not tried one by one."""
    for one in found.sealed:
        with suppress(SealBroken):
            yield unlocked(one, key)
    for picture_id, file in found.pictures:
        for of_the_picture in (key, key_below(key, picture_id)):
            with suppress(SealBroken):
                yield unlocked(file, of_the_picture)
    if MemberKey(key).public in found.values:
        for one in found.sealed:
            with suppress(SealBroken):
                yield MemberKey(key).opened(one)


def _opened_with_house_key(sealed: Iterable[bytes], key: HouseKey) -> Iterator[bytes]:
    for one in sealed:
        for purpose in PURPOSES:
            with suppress(SealBroken):
                yield key.open(one, purpose)
