"""Takes a picture that somebody handed in and gives back the picture alone (promises P26, P27).

The bytes go down a pipe to a process that has been shut in (`app.media.cleaner`) and is thrown away
afterwards. They are held in memory alone, and what comes back is believed only after it has been read again
here.
"""

import asyncio
import logging
import re
import signal
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import cast
from weakref import WeakKeyDictionary

from app.basics.errors import ParasolError, Refused, TooLarge, Unavailable
from app.media.bare_webp import NotBare, shape_of
from app.media.cleaner import answers
from app.media.cleaner.answers import Outcome, Purpose
from app.media.forms import (
    EMOJI_BYTES,
    EMOJI_SIDE,
    FULL_SIDE,
    MAX_BYTES,
    MAX_FRAMES,
    SMALL_HEIGHT,
    SMALL_WIDTH,
    CleanPicture,
    decoder_for,
)

__all__ = ["EMOJI_BYTES", "MAX_BYTES", "CleanPicture", "clean_emoji", "clean_picture"]

PATIENCE = 45.0  # seconds by the clock; the cleaner's own limit counts only its work
AT_ONCE = 2
MAY_WAIT = 16

_HOUSE = Path(__file__).resolve().parents[2]
_LIFE = "import sys; sys.path.insert(0, sys.argv[1]); from app.media.cleaner.child import main; main()"
# Isolated from the environment and the working folder, and leaving no byte-code behind.
_CLEANER = (sys.executable, "-I", "-B", "-c", _LIFE, str(_HOUSE))
_BLURHASH = re.compile(r"[0-9A-Za-z#$%*+,\-.:;=?@\[\]^_{|}~]{28}")

_log = logging.getLogger(__name__)


async def clean_picture(data: bytes) -> CleanPicture:
    """The picture in these bytes, drawn anew, and nothing else of them.

    Raises Refused, TooLarge or WrongType with a sentence for whoever sent it; Unavailable when too many wait.
    """
    decoder_for(data)
    async with _room().place():
        return _checked(await _by_a_cleaner(data, Purpose.POST))


async def clean_emoji(data: bytes) -> CleanPicture:
    """The same as a small still square, to stand among words; both its files are alike. Raises the same."""
    if len(data) > EMOJI_BYTES:
        raise TooLarge("This picture is larger than 256 KB. Please make it smaller and try again.")
    decoder_for(data)
    async with _room().place():
        picture = _checked(await _by_a_cleaner(data, Purpose.EMOJI))
    if not picture.width == picture.height <= EMOJI_SIDE or shape_of(picture.full).frames != 1:
        raise _unbelievable("no small still square")
    return picture


class _Room:
    """Where the cleaners work: few at once, and a short bench to wait on."""

    def __init__(self) -> None:
        self._places = asyncio.Semaphore(AT_ONCE)
        self._waiting = 0

    @asynccontextmanager
    async def place(self) -> AsyncGenerator[None]:
        if self._places.locked() and self._waiting >= MAY_WAIT:
            raise Unavailable("Many pictures are coming in just now. Please try again in a moment.")
        self._waiting += 1
        try:
            await self._places.acquire()
        finally:
            self._waiting -= 1
        try:
            yield
        finally:
            self._places.release()


_rooms: WeakKeyDictionary[asyncio.AbstractEventLoop, _Room] = WeakKeyDictionary()


def _room() -> _Room:
    """This loop's room: a semaphore belongs to the loop that first waited on it."""
    return _rooms.setdefault(asyncio.get_running_loop(), _Room())


async def _by_a_cleaner(data: bytes, purpose: Purpose) -> CleanPicture:
    pipe, nowhere = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
    child = await asyncio.create_subprocess_exec(*_CLEANER, stdin=pipe, stdout=pipe, stderr=nowhere, cwd="/", env={})
    try:
        async with asyncio.timeout(PATIENCE):
            await _ask(child, data, purpose)
            return await _answer(child)
    except TimeoutError:
        raise _refusal(Outcome.TOO_MUCH_WORK) from None
    finally:
        with suppress(ProcessLookupError):
            child.kill()
        await child.wait()


async def _ask(child: asyncio.subprocess.Process, data: bytes, purpose: Purpose) -> None:
    stdin = cast(asyncio.StreamWriter, child.stdin)
    # Whoever hangs up on the question has something to say by how they ended.
    with suppress(BrokenPipeError, ConnectionResetError):
        stdin.write(answers.QUESTION.pack(purpose, len(data)))
        stdin.write(data)
        await stdin.drain()


async def _answer(child: asyncio.subprocess.Process) -> CleanPicture:
    stdout = cast(asyncio.StreamReader, child.stdout)
    try:
        outcome = (await stdout.readexactly(1))[0]
        if outcome != Outcome.CLEAN:
            raise _refusal(outcome)
        head = await stdout.readexactly(answers.HEAD.size)
        return answers.unpacked(head, await stdout.readexactly(answers.length_after(head)))
    except asyncio.IncompleteReadError:
        raise _death(await child.wait()) from None
    except ValueError:
        raise _unbelievable("an answer out of shape") from None


def _checked(picture: CleanPicture) -> CleanPicture:
    """The picture, if its bytes are what the answer says; a cleaner taken over could say anything."""
    try:
        full, small = shape_of(picture.full), shape_of(picture.small)
    except NotBare as found:
        raise _unbelievable(*found.args) from None
    as_told = (
        (full.width, full.height) == (picture.width, picture.height)
        and (small.width, small.height) == (picture.small_width, picture.small_height)
        and max(full.width, full.height) <= FULL_SIDE
        and small.width <= SMALL_WIDTH
        and small.height <= SMALL_HEIGHT
        and full.frames <= MAX_FRAMES
        and small.frames == 1
    )
    if not as_told or not _BLURHASH.fullmatch(picture.blurhash):
        raise _unbelievable("sizes or blurhash")
    return picture


_TOO_MUCH_WORK = "This picture takes more work than this house can give it. Please make it smaller and try again."
_UNSAFE = "This picture cannot be cleaned, so it is not taken. Saving it anew as JPEG may help."

_REFUSALS: dict[int, tuple[type[ParasolError], str]] = {
    Outcome.DAMAGED: (Refused, "This picture is damaged or incomplete. Please save it anew and try again."),
    Outcome.TOO_MANY_PIXELS: (
        TooLarge,
        "This picture has too many pixels. Please make it smaller and try again.",
    ),
    Outcome.TOO_LONG: (TooLarge, "This moving picture is too long. Please make it shorter or smaller."),
    Outcome.TOO_MUCH_WORK: (TooLarge, _TOO_MUCH_WORK),
}


def _refusal(outcome: int) -> ParasolError:
    if outcome not in _REFUSALS:
        return _unbelievable("an outcome there is not")
    kind, sentence = _REFUSALS[outcome]
    return kind(sentence)


def _death(code: int) -> ParasolError:
    """Why there was no answer, told by how the cleaner ended."""
    if code in {-signal.SIGXCPU, -signal.SIGKILL}:
        return _refusal(Outcome.TOO_MUCH_WORK)
    if code < 0:
        return _unbelievable(f"signal {-code}")
    # It ended by itself before it looked at the picture, so the fault is ours: it could not start properly.
    _log.error("the picture cleaner ended with %d before it answered", code)
    return Unavailable()


def _unbelievable(*why: object) -> Refused:
    _log.warning("the picture cleaner was not believed: %s", why)
    return Refused(_UNSAFE)
