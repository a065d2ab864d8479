"""Server-sent events as one long answer, for as long as its listener stays."""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator
from typing import Any

from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from app.basics.errors import ParasolError
from app.live.listener import Ended, Listener
from app.live.listeners import Listeners

COMMENT = b":\n\n"
_PATIENCE = 1.0  # seconds for the last bytes of an answer that is cut


class EventStream(StreamingResponse):
    """Sends `events` until the listener is ended or goes away, or until it has lasted about so many seconds.

    A reader who takes nothing blocks only this: their listener overflows and is ended, and this is cut.
    """

    def __init__(self, listeners: Listeners, listener: Listener, events: AsyncIterator[bytes], *, lasts: float) -> None:
        super().__init__(
            events,
            media_type="text/event-stream",
            headers={"cache-control": "no-store", "x-accel-buffering": "no"},  # no proxy may keep or collect it
        )
        self._listeners = listeners
        self._listener = listener
        self._lasts = lasts * random.uniform(0.9, 1.1)  # noqa: S311 - so that not all come back at once

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        sending = asyncio.create_task(self._send_all(send))
        gone = asyncio.create_task(_gone(receive))
        try:
            await until_one_is_done(sending, gone, listener=self._listener, lasts=self._lasts)
        finally:
            self._listeners.leave(self._listener)
        if gone.cancelled():  # whoever listened is there still, and is told that this is the end
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_PATIENCE):
                    await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _send_all(self, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        with contextlib.suppress(Ended, ParasolError, OSError):
            async for event in self.body_iterator:
                await send({"type": "http.response.body", "body": event, "more_body": True})


async def until_one_is_done(*tasks: "asyncio.Task[None]", listener: Listener, lasts: float) -> None:
    """Wait for the first of them, for the listener's end or for the time to be over; then nothing of it goes on.

    Raises what one of the tasks raised.
    """
    ended = asyncio.create_task(listener.ended.wait())
    everything: tuple[asyncio.Task[Any], ...] = (*tasks, ended)
    finished: list[asyncio.Task[None]] = []
    try:
        await asyncio.wait(everything, timeout=lasts, return_when=asyncio.FIRST_COMPLETED)
        finished += [task for task in tasks if task.done()]
    finally:
        for task in everything:
            task.cancel()
        await asyncio.wait(everything)
    for task in finished:
        task.result()


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
