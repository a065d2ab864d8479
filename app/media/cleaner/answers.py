"""How the house and the cleaner speak: each says one thing, with its length before it.

The question is what the picture is for, and its bytes. The answer is one byte, the outcome, and only after CLEAN a
head of numbers and then blurhash, full and small. There are no sentences in it: a cleaner gone wrong has no voice.
"""

import struct
from enum import IntEnum
from typing import BinaryIO

from app.media.forms import MAX_BYTES, MIME, CleanPicture

QUESTION = struct.Struct(">BI")
HEAD = struct.Struct(">IIIIBII")


class Purpose(IntEnum):
    """What a picture is wanted for."""

    POST = 0
    EMOJI = 1


class Outcome(IntEnum):
    """How a cleaning ended."""

    CLEAN = 0
    DAMAGED = 1
    TOO_MANY_PIXELS = 2
    TOO_LONG = 3
    TOO_MUCH_WORK = 4


class Declined(Exception):
    """A picture that is whole, but more than we take; `outcome` says in what."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome)
        self.outcome = outcome


def read_question(pipe: BinaryIO) -> tuple[Purpose, bytes]:
    """What we are asked to clean, and for what; EOFError when the house went away in between."""
    purpose, size = QUESTION.unpack(_exactly(pipe, QUESTION.size))
    if size > MAX_BYTES:
        raise EOFError
    return Purpose(purpose), _exactly(pipe, size)


def _exactly(pipe: BinaryIO, size: int) -> bytes:
    data = pipe.read(size)
    if len(data) != size:
        raise EOFError
    return data


def packed(picture: CleanPicture) -> bytes:
    """The answer that carries a cleaned picture."""
    blurhash = picture.blurhash.encode("ascii")
    sizes = (picture.width, picture.height, picture.small_width, picture.small_height)
    head = HEAD.pack(*sizes, len(blurhash), len(picture.full), len(picture.small))
    return bytes([Outcome.CLEAN]) + head + blurhash + picture.full + picture.small


def length_after(head: bytes) -> int:
    """How many bytes follow this head; at most two files and a blurhash, else ValueError."""
    *_, blurhash, full, small = HEAD.unpack(head)
    if full > MAX_BYTES or small > MAX_BYTES:
        raise ValueError("an answer longer than any we ask for")
    return blurhash + full + small


def unpacked(head: bytes, body: bytes) -> CleanPicture:
    """The picture as the cleaner says it is: still to be checked."""
    width, height, small_width, small_height, blurhash, full, _small = HEAD.unpack(head)
    return CleanPicture(
        mime=MIME,
        full=body[blurhash : blurhash + full],
        small=body[blurhash + full :],
        width=width,
        height=height,
        small_width=small_width,
        small_height=small_height,
        blurhash=body[:blurhash].decode("ascii"),
    )
