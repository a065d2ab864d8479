"""Files of pictures in messages are sealed where they lie, and opened for one answer (P10)."""

from pathlib import Path

import pytest

from app.media import sealing, storing
from app.media.forms import CleanPicture
from app.storage.blobs import Blobs
from app.storage.member_keys import new_key

pytestmark = pytest.mark.anyio

CLEAN = CleanPicture("image/webp", b"RIFF the whole picture", b"RIFF the small one", 640, 480, 320, 240, "")


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    return Blobs.at(tmp_path.as_uri())


async def lying_there(blobs: Blobs, blob: str = "blob") -> list[bytes | None]:
    return [await blobs.get(storing.full(blob)), await blobs.get(storing.small(blob))]


async def test_both_sizes_are_sealed_and_open_with_their_key_alone(blobs: Blobs):
    key = new_key()
    await storing.store(blobs, "blob", CLEAN)

    await sealing.seal_stored(blobs, "blob", key)

    for content, plain in zip(await lying_there(blobs), (CLEAN.full, CLEAN.small), strict=True):
        assert content is not None
        assert b"RIFF" not in content
        assert await sealing.opened(content, key) == plain
        for other in (new_key(), b""):
            assert await sealing.opened(content, other) is None


async def test_sealing_again_after_a_death_in_the_middle_changes_nothing(blobs: Blobs):
    key = new_key()
    await storing.store(blobs, "blob", CLEAN)
    await sealing.seal_stored(blobs, "blob", key)
    sealed = await lying_there(blobs)

    await blobs.put(storing.small("blob"), CLEAN.small)
    await sealing.seal_stored(blobs, "blob", key)

    full, small = await lying_there(blobs)
    assert full == sealed[0]
    assert small is not None
    assert sealing.is_sealed(small)


async def test_what_is_gone_stays_gone(blobs: Blobs):
    await sealing.seal_stored(blobs, "blob", new_key())

    assert await lying_there(blobs) == [None, None]


async def test_what_arrives_for_a_message_is_never_there_unsealed(blobs: Blobs):
    key = new_key()

    await sealing.store_sealed(blobs, "blob", CLEAN, key)

    assert [await sealing.opened(content or b"", key) for content in await lying_there(blobs)] == [
        CLEAN.full,
        CLEAN.small,
    ]
    assert all(sealing.is_sealed(content or b"") for content in await lying_there(blobs))


async def test_a_file_that_was_altered_is_not_shown(blobs: Blobs):
    key = new_key()
    await sealing.store_sealed(blobs, "blob", CLEAN, key)
    [content, _] = await lying_there(blobs)
    assert content is not None

    assert await sealing.opened(content[:-1] + bytes([content[-1] ^ 1]), key) is None


async def test_other_pictures_are_as_they_are(blobs: Blobs):
    assert await sealing.opened(CLEAN.full, b"") is CLEAN.full
