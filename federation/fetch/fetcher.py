"""Asking allies: signed, bounded in bytes and time, following nothing and remembering nothing.

httpcore2 is used directly, below httpx2's client: cookies, redirects, proxies from the environment,
decompression and credentials out of addresses need not be switched off, because they are not there.
"""

import asyncio
import ssl
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import metadata
from typing import Any, Final
from weakref import WeakValueDictionary

import httpcore2

from app.basics import clock
from app.basics.errors import Invalid, TooLarge
from federation.addresses import Address, NotAnAddress, read_address
from federation.fetch.answers import (
    Answer,
    FetchFailed,
    FetchRefused,
    Headers,
    retry_after,
)
from federation.fetch.door import Door, Resolver, ask_the_system
from federation.fetch.exchanging import exchange
from federation.fetch.media_types import ACCEPT, ACTIVITY, Document, is_document
from federation.fetch.pusher import Pusher
from federation.fetch.reading import excerpt, must_be_usable, read
from federation.json_in import json_bounded
from federation.signatures import SigningKey, Style, sign

DOCUMENT: Final = 1024 * 1024
PICTURE: Final = 16 * 1024 * 1024

_AT_ONCE: Final = 64
_AT_ONCE_WITH_ONE: Final = 4
_IDLE: Final = 16
# Shorter than the 5 that servers usually wait: or they hang up in the very moment in which we speak.
_IDLE_SECONDS: Final = 4.0


@dataclass(frozen=True)
class Patience:
    """How long we wait, in seconds: to be connected, for a whole exchange, for a whole picture."""

    connect: float = 5.0
    whole: float = 10.0
    picture: float = 30.0
    excerpt: float = 1.0


@cache
def _trusted() -> ssl.SSLContext:
    """The authorities this machine trusts: read once, which takes a tenth of a second."""
    return httpcore2.default_ssl_context()


class Fetcher:
    """Goes to the origins for which `may_reach` says yes, and before that asks nobody where they are.

    Every method raises FetchRefused or FetchFailed. With `typed_by_steward` it goes to an origin that is no
    ally yet: only for one that a steward has just typed in to make an alliance. `push` goes to the hosts for which
    `may_push` says yes, and to no others.
    """

    def __init__(
        self,
        may_reach: Callable[[str], bool],
        *,
        may_push: Callable[[str], bool] = lambda authority: False,
        lab: bool = False,
        resolve: Resolver = ask_the_system,
        patience: Patience = Patience(),
        tls: ssl.SSLContext | None = None,
        now: Callable[[], datetime] = clock.now,
    ) -> None:
        self._may_reach = may_reach
        self._lab = lab
        self._patience = patience
        self._now = now
        self._turns: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()
        self._pool = httpcore2.AsyncConnectionPool(
            ssl_context=tls or _trusted(),
            max_connections=_AT_ONCE,
            max_keepalive_connections=_IDLE,
            keepalive_expiry=_IDLE_SECONDS,
            network_backend=Door(resolve, lab=lab),
        )
        self._pusher = Pusher(
            may_push, lab=lab, resolve=resolve, tls=tls or _trusted(), connect=patience.connect,
            seconds=patience.whole, now=now,
        )  # fmt: skip

    async def aclose(self) -> None:
        await self._pool.aclose()
        await self._pusher.aclose()

    async def push(self, endpoint: str, authorization: str, body: bytes) -> Answer:
        """Tell a push service that there is something new for whoever has that address."""
        return await self._pusher.push(endpoint, authorization, body)

    async def get_json(
        self,
        url: str,
        *,
        signer: SigningKey | None,
        style: Style = "cavage",
        wanted: Document = "activity",
        limit: int = DOCUMENT,
        typed_by_steward: bool = False,
    ) -> dict[str, Any]:
        """A JSON object of the wanted kind, of at most `limit` bytes.

        Whether it is what it says it is, is for the caller to judge.
        """
        address = self._permitted(url, typed_by_steward=typed_by_steward)
        headers = self._headers("GET", address, None, signer, style) | {"accept": ACCEPT[wanted]}
        async with self._exchange("GET", address, headers, None, self._patience.whole) as response:
            answer = must_be_usable(response)
            if not is_document(answer.get("content-type") or "", wanted):
                raise FetchFailed("content type", retryable=False, answered=response.status)
            data = await read(response, limit)
        try:
            return json_bounded(data, max_bytes=limit)
        except (Invalid, TooLarge) as error:
            raise FetchFailed("JSON", retryable=False, answered=200) from error

    async def get_bytes(
        self, url: str, *, signer: SigningKey | None, style: Style = "cavage", limit: int = PICTURE
    ) -> bytes:
        """At most `limit` bytes of something whose type its reader will find out for itself."""
        address = self._permitted(url)
        headers = self._headers("GET", address, None, signer, style) | {"accept": "*/*"}
        async with self._exchange("GET", address, headers, None, self._patience.picture) as response:
            must_be_usable(response)
            return await read(response, limit)

    async def post(
        self,
        url: str,
        body: bytes,
        *,
        signer: SigningKey | None,
        style: Style = "cavage",
        content_type: str = ACTIVITY,
        typed_by_steward: bool = False,
    ) -> Answer:
        """Deliver something; the answer says how it was received, whatever its status."""
        address = self._permitted(url, typed_by_steward=typed_by_steward)
        headers = self._headers("POST", address, body, signer, style)
        headers |= {"content-type": content_type, "accept": ACCEPT["activity"]}
        async with self._exchange("POST", address, headers, body, self._patience.whole) as response:
            wait = retry_after(Headers(response.headers), self._now())
            return Answer(response.status, wait, await excerpt(response, self._patience.excerpt))

    def _permitted(self, url: str, *, typed_by_steward: bool = False) -> Address:
        try:
            address = read_address(url, lab=self._lab)
        except NotAnAddress as error:
            raise FetchRefused(None, "not an address") from error
        if not typed_by_steward and not self._may_reach(address.origin):
            raise FetchRefused(None, "not an ally")
        return address

    def _headers(
        self, method: str, address: Address, body: bytes | None, signer: SigningKey | None, style: Style
    ) -> dict[str, str]:
        signed = sign(method, address, body, signer, now=self._now(), style=style) if signer else []
        return {
            "host": address.authority,
            "user-agent": _USER_AGENT,
            "accept-encoding": "identity",
            **dict(signed),
        }

    @asynccontextmanager
    async def _exchange(
        self, method: str, address: Address, headers: dict[str, str], body: bytes | None, seconds: float
    ) -> AsyncGenerator[httpcore2.Response]:
        """One request and its answer, nothing followed; whatever goes wrong on the way is a FetchFailed."""
        turn = self._turns.setdefault(address.origin, asyncio.Semaphore(_AT_ONCE_WITH_ONE))
        connect = self._patience.connect
        async with exchange(
            self._pool, method, address, headers, body, turn=turn, connect=connect, seconds=seconds
        ) as response:
            yield response


def _user_agent() -> str:
    try:
        return f"Parasol/{metadata.version('parasol')}"
    except metadata.PackageNotFoundError:
        return "Parasol"


_USER_AGENT: Final = _user_agent()
