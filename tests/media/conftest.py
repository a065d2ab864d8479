"""What the tests of pictures share."""

import asyncio
from collections.abc import Callable

import pytest

from app.media.cleaning import CleanPicture, clean_picture

Cleaned = Callable[[bytes], CleanPicture]


@pytest.fixture
def cleaned() -> Cleaned:
    """Clean a picture as the house does: in a process of its own."""
    return lambda data: asyncio.run(clean_picture(data))
