"""The reader of containers lets a picture through and nothing beside it."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.media.bare_webp import NotBare, Shape, shape_of
from tests.world import pictures
from tests.world.pictures import four_corners, saved

FRAMES = [four_corners(80, 60), four_corners(80, 60).rotate(180)]
CLEAR = four_corners(80, 60).convert("RGBA")
CLEAR.putalpha(90)

BARE = {
    "lossy": saved(four_corners(80, 60), "WEBP"),
    "lossless": saved(four_corners(80, 60), "WEBP", lossless=True),
    "transparent": saved(CLEAR, "WEBP"),
    "moving": saved(FRAMES[0], "WEBP", save_all=True, append_images=FRAMES[1:], duration=80, background=(0, 0, 0, 0)),
}


def riff(chunks: bytes) -> bytes:
    return b"RIFF" + struct.pack("<I", len(chunks) + 4) + b"WEBP" + chunks


def chunk(name: bytes, data: bytes) -> bytes:
    return name + struct.pack("<I", len(data)) + data + bytes(len(data) % 2)


@pytest.mark.parametrize("kind", BARE)
def test_a_picture_alone_is_let_through(kind):
    assert shape_of(BARE[kind]) == Shape(80, 60, 2 if kind == "moving" else 1)


@pytest.mark.parametrize("told", [{"exif": pictures.exif()}, {"xmp": b"<x/>"}, {"icc_profile": b"profile!"}])
def test_exif_xmp_and_profiles_are_not(told):
    for moving in ({}, {"save_all": True, "append_images": FRAMES[1:], "background": (0, 0, 0, 0)}):
        with pytest.raises(NotBare):
            shape_of(saved(FRAMES[0], "WEBP", **moving, **told))


@pytest.mark.parametrize("kind", BARE)
@pytest.mark.parametrize("name", [b"EXIF", b"XMP ", b"ICCP", b"NOTE", b"VP8 ", b"JUNK"])
def test_a_further_chunk_is_not(kind, name):
    chunks = BARE[kind][12:]

    for told in (chunks + chunk(name, b"canary"), chunk(name, b"canary") + chunks):
        with pytest.raises(NotBare):
            shape_of(riff(told))


def test_a_further_chunk_within_a_frame_is_not():
    moving = BARE["moving"]
    at = moving.index(b"ANMF")
    size = struct.unpack_from("<I", moving, at + 4)[0]
    told = moving[at + 8 : at + 8 + size] + chunk(b"NOTE", b"canary")

    with pytest.raises(NotBare):
        shape_of(riff(moving[12:at] + chunk(b"ANMF", told) + moving[at + 8 + size + size % 2 :]))


@pytest.mark.parametrize("kind", BARE)
def test_bytes_before_and_behind_are_not(kind):
    for told in (BARE[kind] + b"\0", BARE[kind] + b"canary", b"\0" + BARE[kind], BARE[kind][:-1], b""):
        with pytest.raises(NotBare):
            shape_of(told)


def test_a_file_longer_or_shorter_than_it_says_is_not():
    for lie in (-2, 2):
        size = struct.pack("<I", len(BARE["lossy"]) - 8 + lie)
        with pytest.raises(NotBare):
            shape_of(b"RIFF" + size + BARE["lossy"][8:])


def test_a_padding_byte_that_says_something_is_not():
    odd = chunk(b"VP8L", BARE["lossless"][20:][:31])

    with pytest.raises(NotBare):
        shape_of(riff(odd[:-1] + b"!"))


@pytest.mark.parametrize("kind", ["transparent", "moving"])
def test_reserved_bits_are_not(kind):
    start = BARE[kind].index(b"VP8X") + 8
    for at in (start, start + 1, start + 2, start + 3):
        with pytest.raises(NotBare):
            shape_of(BARE[kind][:at] + b"\xff" + BARE[kind][at + 1 :])


def test_a_background_that_says_something_is_not():
    at = BARE["moving"].index(b"ANIM") + 8

    with pytest.raises(NotBare):
        shape_of(BARE["moving"][:at] + b"mary" + BARE["moving"][at + 4 :])


@given(st.binary(max_size=300))
def test_whatever_comes_it_answers_or_refuses(noise):
    for data in (noise, riff(noise), riff(chunk(b"VP8X", noise[:10]) + chunk(b"ANMF", noise))):
        with pytest.raises(NotBare):
            shape_of(data)
