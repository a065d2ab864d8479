"""uvicorn's server as a house needs it: it lets nobody wait when it stops, and logs no address of whoever listens."""

import asyncio
import logging
import socket
from collections.abc import Callable
from typing import Any

import uvicorn

MOST_MESSAGE_BYTES = 4096  # what apps say to be sent something is short


class Server(uvicorn.Server):
    """`before_stopping` is called first of all: streams would not end by themselves."""

    def __init__(self, config: uvicorn.Config, before_stopping: Callable[[], None]) -> None:
        super().__init__(config)
        self._before_stopping = before_stopping

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._before_stopping()
        await super().shutdown(sockets)


def both_ways(**given: Any) -> asyncio.Protocol:
    """A WebSocket's protocol, loaded when the first app asks for one.

    uvicorn would log each with the address it comes from and the one it asks for, in which its token stands (P1).
    """
    from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

    protocol = WebSocketsSansIOProtocol(**given)
    protocol.logger = _quiet()
    return protocol


def _quiet() -> logging.Logger:
    found = logging.getLogger("uvicorn.sockets")
    found.setLevel(logging.WARNING)
    return found
