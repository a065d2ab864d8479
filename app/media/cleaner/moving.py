"""Pictures that move: GIF, and the animated kinds of PNG and WebP."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageFile

from app.media.cleaner import decoders
from app.media.cleaner.answers import Declined, Outcome
from app.media.cleaner.sheets import on_a_fresh_sheet
from app.media.forms import MAX_FRAMES, MAX_PIXELS, MOVING_SIDE

_SHORTEST, _USUAL, _LONGEST = 20, 100, 10_000


@dataclass(frozen=True, slots=True)
class Film:
    """Frames of one size, each with its milliseconds, shown once or for ever."""

    frames: list[Image.Image]
    durations: list[int]
    loops: bool


def film_of(source: ImageFile.ImageFile) -> Film:
    """The frames of a moving picture, each on a fresh sheet; raises Declined when there are too many."""
    count = decoders.frames_of(source)
    if count > MAX_FRAMES or count * source.width * source.height > MAX_PIXELS:
        raise Declined(Outcome.TOO_LONG)
    turn, profile = decoders.turn_of(source), decoders.profile_of(source)
    frames, durations = [], []
    for frame in _decoded(source, count):
        frames.append(on_a_fresh_sheet(frame, (MOVING_SIDE, MOVING_SIDE), turn, profile))
        durations.append(_duration(frame.info.get("duration")))
    return Film(frames, durations, loops=source.info.get("loop") == 0)


def saved_moving(film: Film) -> bytes:
    """The film as an animated WebP."""
    out = BytesIO()
    film.frames[0].save(
        out,
        "WEBP",
        save_all=True,
        append_images=film.frames[1:],
        duration=film.durations,
        loop=0 if film.loops else 1,
        background=(0, 0, 0, 0),
        quality=75,
        method=2,
    )
    return out.getvalue()


def _decoded(source: ImageFile.ImageFile, count: int) -> Iterator[Image.Image]:
    first = decoders.stand_ins_of(source)
    for index in range(first, first + count):
        source.seek(index)
        source.load()
        yield source


def _duration(told: object) -> int:
    """What browsers do: a frame that claims no time gets the usual tenth of a second."""
    if not isinstance(told, int | float) or told < _SHORTEST:
        return _USUAL
    return min(int(told), _LONGEST)
