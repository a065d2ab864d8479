"""The plain stream inside a backup: a line that names the format, then frames, each with its length before it.

head, then the rows of every table in portions, then the files, then a tail with counts and hashes of all of it and a
keyed hash that only the house's own key can make. Each frame is MessagePack; values are what SQL has: numbers, text,
bytes, truth and nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any, BinaryIO

import msgspec

from app.basics.errors import Refused
from app.storage.sealing import HouseKey

MAGIC = b"parasol backup\n"
FORMAT = 1
MOST = 64 * 1024 * 1024  # bytes of a frame: more than any row or picture of ours
_LENGTH = 4
_SIZE = 32
_PURPOSE = "backup"


class BackupRefused(Refused):
    """The file is not a whole backup of this house; nothing was changed."""


class Head(msgspec.Struct, frozen=True, array_like=True, tag="head"):
    """`probe` is sealed with the house key. `tables`: the columns of each, in the order in which rows depend."""

    format: int
    revision: str
    made_at: int
    origin: str
    probe: bytes
    tables: dict[str, list[str]]


class Rows(msgspec.Struct, frozen=True, array_like=True, tag="rows"):
    """Some rows of a table, their values in the order of its columns."""

    table: str
    rows: list[list[Any]]


class PackedRows(msgspec.Struct, frozen=True, array_like=True, tag="rows"):
    """The same with each row packed already."""

    table: str
    rows: list[msgspec.Raw]


class File(msgspec.Struct, frozen=True, array_like=True, tag="file"):
    """One file of the blob store, whole."""

    name: str
    content: bytes


class Sum(msgspec.Struct, frozen=True, array_like=True):
    """How many rows or files there are, and the hash of the frames that held them."""

    count: int
    hash: bytes


class Tail(msgspec.Struct, frozen=True, array_like=True, tag="tail"):
    """`missing`: files that rows name and that were deleted while the backup was made. `proof` is keyed."""

    tables: dict[str, Sum]
    files: Sum
    missing: list[str]
    proof: bytes


Frame = Head | Rows | File | Tail
_decoder = msgspec.msgpack.Decoder(Frame)
_encoder = msgspec.msgpack.Encoder()


@dataclass
class Tally:
    """Counts and hashes as frames go by, the same on the way out and on the way in."""

    tables: dict[str, "_Running"] = field(default_factory=dict[str, "_Running"])
    files: "_Running" = field(default_factory=lambda: _Running())

    def rows(self, table: str, count: int, packed: bytes) -> None:
        self.tables.setdefault(table, _Running()).add(count, packed)

    def file(self, packed: bytes) -> None:
        self.files.add(1, packed)

    def tail(self, head: bytes, missing: list[str], key: HouseKey) -> Tail:
        """What the tail must be after these frames; `head` is the head's frame, packed."""
        tables = {table: running.sum() for table, running in sorted(self.tables.items())}
        bare = _encoder.encode([head, tables, self.files.sum(), missing])
        proof = key.keyed_hash(blake2b(bare, digest_size=_SIZE).digest(), _PURPOSE, size=_SIZE)
        return Tail(tables, self.files.sum(), missing, proof)


@dataclass
class _Running:
    count: int = 0
    _hash: Any = field(default_factory=lambda: blake2b(digest_size=_SIZE))

    def add(self, count: int, packed: bytes) -> None:
        self.count += count
        self._hash.update(packed)

    def sum(self) -> Sum:
        return Sum(self.count, self._hash.digest())


def pack(frame: Head | PackedRows | File | Tail) -> bytes:
    return _encoder.encode(frame)


def framed(packed: bytes) -> bytes:
    """As it stands in the stream: its length (4 bytes, big-endian), then itself."""
    return len(packed).to_bytes(_LENGTH, "big") + packed


def unframed(stream: BinaryIO) -> Iterator[tuple[bytes, Frame]]:
    """Each frame, packed and read; raises BackupRefused where the stream is none of ours, cut off or altered."""
    if stream.read(len(MAGIC)) != MAGIC:
        raise BackupRefused("What is encrypted there is no backup of a house. Nothing was changed.")
    while length := stream.read(_LENGTH):
        size = int.from_bytes(length, "big")
        packed = stream.read(size) if len(length) == _LENGTH and size <= MOST else b""
        if len(packed) != size or not packed:
            raise BackupRefused("The backup is cut off or altered. Nothing was changed.")
        try:
            yield packed, _decoder.decode(packed)
        except msgspec.MsgspecError as error:
            raise BackupRefused("The backup holds something that this version cannot read.") from error
