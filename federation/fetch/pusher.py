"""Telling push services that there is something new: those that the house has switched on, and no other (P20).

Connections of their own, through a door that asks once more at the moment of connecting whether the service is still
switched on, before anybody is asked where it is.
"""

import asyncio
import ssl
from collections.abc import Callable
from datetime import datetime
from typing import Final
from weakref import WeakValueDictionary

import httpcore2

from federation.addresses import NotAnAddress, read_address
from federation.fetch.answers import Answer, FetchRefused, Headers, retry_after
from federation.fetch.door import Door, Resolver
from federation.fetch.exchanging import exchange

KEPT_FOR: Final = 24 * 3600
"""Seconds for which a service keeps what it cannot hand over yet (RFC 8030, section 5.2)."""
_AT_ONCE: Final = 16
_AT_ONCE_WITH_ONE: Final = 4


class Pusher:
    """Goes to the hosts for which `may_push` says yes. `seconds`: how long it waits for a whole exchange."""

    def __init__(
        self,
        may_push: Callable[[str], bool],
        *,
        lab: bool,
        resolve: Resolver,
        tls: ssl.SSLContext,
        connect: float,
        seconds: float,
        now: Callable[[], datetime],
    ) -> None:
        self._may_push = may_push
        self._lab = lab
        self._connect, self._seconds = connect, seconds
        self._now = now
        self._turns: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()
        self._pool = httpcore2.AsyncConnectionPool(
            ssl_context=tls,
            max_connections=_AT_ONCE,
            max_keepalive_connections=0,
            network_backend=Door(resolve, lab=lab, may_open=self._may_open),
        )

    async def aclose(self) -> None:
        await self._pool.aclose()

    async def push(self, endpoint: str, authorization: str, body: bytes) -> Answer:
        """Leave a message there (RFC 8030), mostly an empty one. Raises FetchRefused, FetchFailed."""
        try:
            address = read_address(endpoint, lab=self._lab)
        except NotAnAddress as error:
            raise FetchRefused(None, "not an address") from error
        if not self._may_push(address.authority):
            raise FetchRefused(None, "not a push service that is switched on")
        headers = {"host": address.authority, **_headers(authorization, body)}
        turn = self._turns.setdefault(address.origin, asyncio.Semaphore(_AT_ONCE_WITH_ONE))
        async with exchange(
            self._pool, "POST", address, headers, body, turn=turn, connect=self._connect, seconds=self._seconds
        ) as response:
            return Answer(response.status, retry_after(Headers(response.headers), self._now()))

    def _may_open(self, host: str, port: int) -> bool:
        name = f"[{host}]" if ":" in host else host
        return self._may_push(name if port == 443 else f"{name}:{port}")


def _headers(authorization: str, body: bytes) -> dict[str, str]:
    """No topic and no name: nothing differs between two members but what the address itself says."""
    coding = {"content-encoding": "aes128gcm", "content-type": "application/octet-stream"} if body else {}
    return {
        "authorization": authorization,
        "ttl": str(KEPT_FOR),
        "urgency": "low",
        "content-length": str(len(body)),
        **coding,
    }
