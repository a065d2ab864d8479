"""Watches over a process that stays: when the house key is to be forgotten, it ends at once and the key with it.

A thread of its own, so that a busy event loop delays nothing. The process is cut off, not asked: what was being
written is undone by the database, and no tidying keeps the key in memory a moment longer.
"""

import contextlib
import logging
import os
import threading
from collections.abc import Generator

from sqlalchemy.exc import SQLAlchemyError

from app.accounts import house_key
from app.storage import key_file
from app.storage.house import House
from app.storage.locks import Lock

log = logging.getLogger("parasol")

EVERY = 1.0  # seconds

GONE = "The key file is gone: this process forgets the key and ends."
ALARM = "Somebody forgot the key of this house on purpose (parasol panic): this process forgets it too and ends."
TAKEN = "This house is being restored: this process ends."


@contextlib.contextmanager
def watched(house: House, lock: Lock) -> Generator[None]:
    """Look every second whether this process may go on; end it on the spot when not."""
    over = threading.Event()
    thread = threading.Thread(target=_watch, args=(house, lock, over), name="watch", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _watch(house: House, lock: Lock, over: threading.Event) -> None:
    while not over.wait(EVERY):
        reason = _reason_to_end(house, lock)
        if reason is not None and not over.is_set():
            log.error(reason)
            os._exit(1)


def _reason_to_end(house: House, lock: Lock) -> str | None:
    if not house.settings.key_file.exists():
        return GONE
    with contextlib.suppress(SQLAlchemyError):  # a database that does not answer is somebody else's to tell
        if house.database.read_now(house_key.forgotten_at) is not None:
            key_file.forget(house.settings.key_file)
            return ALARM
    return None if lock.still_held() else TAKEN
