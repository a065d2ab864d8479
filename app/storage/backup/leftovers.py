"""What a restore that was killed may leave: files that nothing names. They go at the next start, or the next try."""

import os
from collections.abc import Callable
from pathlib import Path

from app.basics.settings import Settings
from app.storage.blobs import Blobs

_MARK = "restoring"


def begin(settings: Settings) -> None:
    """Write down, before anything is put anywhere, that there may be leftovers."""
    with _mark(settings).open("w") as file:
        os.fsync(file.fileno())


def may_be_there(settings: Settings) -> bool:
    return _mark(settings).exists()


def remove(settings: Settings, blobs: Blobs, *, is_ours: Callable[[str], bool], is_named: Callable[[str], bool]) -> int:
    """Remove every file of ours that no row names, then the mark; how many. Others in the same store are let be."""
    gone = 0
    for name in blobs.names():
        if is_ours(name) and not is_named(name):
            blobs.delete_now(name)
            gone += 1
    _mark(settings).unlink(missing_ok=True)
    return gone


def _mark(settings: Settings) -> Path:
    return settings.data / _MARK
