"""One runner at a time. On SQLite the serving process is alone; on PostgreSQL the others wait for their turn."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator

from sqlalchemy import Connection, text

from app.storage import Database

_LOCK = 7_207_065  # any number of our own
_PATIENCE = 2.0


@contextlib.asynccontextmanager
async def the_only_one(database: Database) -> AsyncGenerator[None]:
    """Wait until no other process runs the jobs of this database; the server frees the place of one that dies."""
    if database.on_sqlite:
        yield
        return
    connection = await asyncio.to_thread(database.engine.connect)
    try:
        while not await asyncio.to_thread(_taken, connection):  # noqa: ASYNC110 - another process cannot set an event
            await asyncio.sleep(_PATIENCE)
        yield
    finally:
        connection.invalidate()  # closing it gives the lock back
        connection.close()


def _taken(connection: Connection) -> bool:
    taken = bool(connection.scalar(text(f"SELECT pg_try_advisory_lock({_LOCK})")))
    connection.commit()
    return taken
