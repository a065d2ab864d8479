"""PostgreSQL's LISTEN: a connection of its own that hears what other processes notify."""

import asyncio
import contextlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from sqlalchemy import Engine

if TYPE_CHECKING:  # the driver takes long to load, and on SQLite nobody needs it
    from psycopg import AsyncConnection

_PATIENCE = 2.0
_SILENCE = 60.0  # seconds after which the connection is asked whether it is still there


async def listen(engine: Engine, channel: str, *, begins: Callable[[], None], hears: Callable[[str], None]) -> None:
    """Until cancelled. `begins` is called with each new connection, for whatever was missed while there was none."""
    from psycopg import AsyncConnection, Error, sql

    address = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    while True:
        with contextlib.suppress(Error):
            async with await AsyncConnection.connect(address, autocommit=True) as connection:
                await connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(channel)))
                begins()
                await _hear(connection, hears)
        await asyncio.sleep(_PATIENCE)


async def _hear(connection: "AsyncConnection", hears: Callable[[str], None]) -> None:
    """Until it is lost, also without a word: a connection that was cut somewhere says nothing for ever."""
    while True:
        async for notice in connection.notifies(timeout=_SILENCE):
            hears(notice.payload)
        await connection.execute("SELECT 1")
