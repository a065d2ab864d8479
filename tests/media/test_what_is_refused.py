"""What cannot be cleaned is refused, with one sentence that says what to do."""

import asyncio
import random
import zipfile
import zlib
from functools import cache
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from app.basics.errors import ParasolError, Refused, TooLarge, WrongType
from app.media.cleaning import MAX_BYTES, clean_picture
from tests.world import pictures
from tests.world.pictures import four_corners, saved

MAKERS = {
    "JPEG": pictures.phone_picture,
    "PNG": pictures.told_png,
    "WEBP": pictures.told_webp,
    "GIF": pictures.told_gif,
}


def refusal_of(cleaned, data: bytes) -> ParasolError:
    with pytest.raises(ParasolError) as refused:
        cleaned(data)
    assert refused.value.safe.endswith(".")
    assert refused.value.status in {413, 415, 422}
    return refused.value


def test_an_empty_file(cleaned):
    assert refusal_of(cleaned, b"").safe == "This file is empty."


def test_a_file_of_more_than_sixteen_megabytes(cleaned):
    picture = saved(four_corners(), "JPEG")

    assert isinstance(refusal_of(cleaned, picture.ljust(MAX_BYTES + 1, b"\0")), TooLarge)
    assert cleaned(picture.ljust(MAX_BYTES, b"\0")).width == 640


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("svg", b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "SVG"),
        ("heic", b"\0\0\0\x18ftypheic" + bytes(400), "HEIC"),
        ("video", b"\0\0\0\x18ftypisom" + bytes(400), "Moving"),
        ("page", b"<!doctype html><script>alert(1)</script>", "Only"),
        ("noise", random.Random(7).randbytes(5000), "Only"),
        ("tiff", saved(four_corners(), "TIFF"), "Only"),
        ("bmp", saved(four_corners(), "BMP"), "Only"),
        ("sound", b"RIFF\x24\0\0\0WAVEfmt " + bytes(40), "Only"),
    ],
)
def test_another_kind_of_file(cleaned, name, data, word):
    refusal = refusal_of(cleaned, data)

    assert isinstance(refusal, WrongType), name
    assert refusal.safe.startswith(word) or word in refusal.safe


@pytest.mark.parametrize("start", [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"GIF89a", b"RIFF\x10\0\0\0WEBP"])
def test_a_file_whose_start_lies_about_the_rest(cleaned, start):
    for rest in (b"", saved(four_corners(), "JPEG"), saved(four_corners(), "TIFF"), b"<svg/>" * 90):
        assert isinstance(refusal_of(cleaned, start + rest), Refused | TooLarge)


@pytest.mark.parametrize("form", MAKERS)
def test_a_file_that_was_cut_off(cleaned, form):
    whole = saved(Image.effect_noise((200, 160), 80).convert("RGB"), form)

    for tenth in range(1, 10):
        assert isinstance(refusal_of(cleaned, whole[: len(whole) * tenth // 10]), Refused), tenth


@cache
def made(form: str) -> bytes:
    """The same bytes each time: noise is drawn anew otherwise, and hypothesis loses its way."""
    return MAKERS[form]()


@pytest.mark.parametrize("form", MAKERS)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_file_broken_anywhere_is_cleaned_or_refused(form, data):
    broken = bytearray(made(form))
    for _ in range(data.draw(st.integers(1, 12))):
        broken[data.draw(st.integers(12, len(broken) - 1))] = data.draw(st.integers(0, 255))

    try:
        picture = asyncio.run(clean_picture(bytes(broken)))
    except (Refused, TooLarge):
        return
    assert not [word for word in pictures.PLANTED if word in picture.full + picture.small]


def test_a_small_file_that_would_unfold_to_gigabytes(cleaned):
    assert isinstance(refusal_of(cleaned, pictures.bomb_png()), TooLarge)


def test_more_pixels_than_a_phone_makes(cleaned):
    assert isinstance(refusal_of(cleaned, pictures.bomb_png(9000, 6000)), TooLarge)


def test_text_in_a_png_that_would_unfold_to_gigabytes(cleaned):
    text = pictures.png_chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(80_000_000), 9))
    plain = saved(four_corners(), "PNG")

    refusal_of(cleaned, plain[:33] + text + plain[33:])


@pytest.mark.parametrize("frames", [301, 10_000])
def test_a_gif_with_very_many_frames(cleaned, frames):
    assert "too long" in refusal_of(cleaned, pictures.endless_gif(frames)).safe


def test_a_moving_picture_with_too_many_pixels_in_all(cleaned):
    assert "too long" in refusal_of(cleaned, pictures.moving_gif(14, 2000, 2000)).safe


def test_an_archive_and_a_page_behind_a_picture_vanish(cleaned):
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w") as written:
        written.writestr("hidden.txt", "CanaryInTheArchive")
    page = b"<html><script>CanaryInThePage</script></html>"

    picture = cleaned(saved(four_corners(), "JPEG") + page + archive.getvalue())

    for data in (picture.full, picture.small):
        assert not zipfile.is_zipfile(BytesIO(data))
        assert b"Canary" not in data
        assert b"<script" not in data
