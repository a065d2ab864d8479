"""P26: no metadata survives. Of what a device wrote into a picture, nothing is in what the house keeps."""

import asyncio
import json
import resource
import shutil
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from app.media.cleaning import CleanPicture, clean_picture
from tests.world import pictures
from tests.world.pictures import PLANTED

HOUSE = Path(__file__).resolve().parents[2]

TOLD = {
    "jpg": pictures.phone_picture,
    "png": pictures.told_png,
    "webp": pictures.told_webp,
    "gif": pictures.told_gif,
}

# What a WebP cannot do without: what it is, how large, how coded, how it moves.
STRUCTURAL = {
    *("SourceFile", "ExifTool:ExifToolVersion", "File:FileType", "File:FileTypeExtension", "File:MIMEType"),
    *("RIFF:VP8Version", "RIFF:HorizontalScale", "RIFF:VerticalScale", "RIFF:WebP_Flags", "RIFF:AlphaIsUsed"),
    *("RIFF:ImageWidth", "RIFF:ImageHeight", "RIFF:BackgroundColor", "RIFF:AnimationLoopCount"),
    *("RIFF:Duration", "RIFF:FrameCount", "Composite:ImageSize", "Composite:Megapixels"),
    *("RIFF:AlphaPreprocessing", "RIFF:AlphaFiltering", "RIFF:AlphaCompression"),
}


def words_in(data: bytes) -> set[bytes]:
    """Which planted words are in these bytes: as they are, as UTF-16, or packed anywhere inside."""
    texts = [data, *_unpacked(data)]
    spellings = {word: (word, word.decode().encode("utf-16-le"), word.decode().encode("utf-16-be")) for word in PLANTED}
    return {word for word, spelt in spellings.items() for form in spelt for text in texts if form in text}


def _unpacked(data: bytes) -> list[bytes]:
    found = []
    for at in range(len(data) - 1):
        if data[at] & 0x0F == 8 and int.from_bytes(data[at : at + 2], "big") % 31 == 0:
            try:
                found.append(zlib.decompressobj().decompress(data[at:], 1_000_000))
            except zlib.error:
                continue
    return found


def exiftool(*arguments: str, data: bytes) -> bytes:
    assert shutil.which("exiftool"), "exiftool must be there for these tests (Debian: libimage-exiftool-perl)"
    return subprocess.run(["exiftool", *arguments, "-"], input=data, capture_output=True, timeout=60).stdout


@pytest.fixture(scope="module")
def kept() -> dict[str, CleanPicture]:
    """What the house keeps of each told picture."""
    return {form: asyncio.run(clean_picture(make())) for form, make in TOLD.items()}


def test_the_pictures_tell_everything_before_they_are_cleaned():
    told = set().union(*(words_in(make()) for make in TOLD.values()))

    assert told == set(PLANTED)
    assert b"GPSLatitude" in exiftool("-j", data=pictures.phone_picture())


@pytest.mark.parametrize("form", TOLD)
def test_no_planted_word_is_in_what_is_kept(kept, form):
    assert words_in(TOLD[form]())

    assert words_in(kept[form].full) == set()
    assert words_in(kept[form].small) == set()


@pytest.mark.parametrize("form", TOLD)
@pytest.mark.parametrize("which", ["full", "small"])
def test_exiftool_finds_the_bare_structure_alone(kept, form, which):
    told = json.loads(exiftool("-j", "-a", "-u", "-G", "--System:all", data=getattr(kept[form], which)))[0]

    assert told["File:MIMEType"] == "image/webp"
    assert set(told) <= STRUCTURAL


def test_the_same_pixels_give_the_same_bytes_whoever_took_them():
    hers = pictures.phone_picture()
    theirs = hers
    for word in PLANTED:
        theirs = theirs.replace(word, word[::-1])

    assert theirs != hers
    assert asyncio.run(clean_picture(hers)) == asyncio.run(clean_picture(theirs))


def test_nothing_is_written_to_any_disk_while_a_picture_is_cleaned():
    program = (
        "import asyncio, sys; sys.path.insert(0, sys.argv[1]); from app.media.cleaning import clean_picture; "
        "picture = asyncio.run(clean_picture(sys.stdin.buffer.read())); print(picture.width)"
    )

    def write_no_file() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))

    # One byte in any file would end this process, or the cleaner that it starts.
    ended = subprocess.run(
        [sys.executable, "-B", "-c", program, str(HOUSE)],
        input=pictures.phone_picture(4000, 3000),
        capture_output=True,
        preexec_fn=write_no_file,
        timeout=60,
    )

    assert ended.stdout == b"2048\n", ended.stderr
