"""A small load generator: keep-alive connections over raw asyncio, so that little of the machine goes to asking."""

import asyncio
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import cast
from urllib.parse import urlsplit

PATIENCE = 30.0

NextRequest = Callable[[], bytes | None]
"""The next whole request, or None when there is nothing more to ask."""


@dataclass
class Load:
    """What came of it: how many answers of which status, how long each took (seconds)."""

    seconds: float = 0.0
    statuses: dict[int, int] = field(default_factory=dict[int, int])
    took: list[float] = field(default_factory=list[float])

    @property
    def good(self) -> int:
        return sum(number for status, number in self.statuses.items() if 200 <= status < 300)

    @property
    def rate(self) -> float:
        """Good answers a second."""
        return self.good / self.seconds if self.seconds else 0.0

    def percentile(self, part: float) -> float:
        """Milliseconds within which that part of the answers came."""
        ordered = sorted(self.took)
        return ordered[min(len(ordered) - 1, int(len(ordered) * part))] * 1000 if ordered else 0.0


@dataclass(frozen=True)
class Target:
    """A server by its origin, and how to write a request to it."""

    origin: str
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def authority(self) -> str:
        return urlsplit(self.origin).netloc

    def request(self, method: str, path: str, body: bytes = b"", headers: tuple[tuple[str, str], ...] = ()) -> bytes:
        """The whole request as bytes. `headers` may name the host; otherwise it is the target's."""
        lines = [f"{method} {path} HTTP/1.1"]
        every = [*self.headers, *headers]
        if not any(name.lower() == "host" for name, _ in every):
            every.insert(0, ("Host", self.authority))
        if body or method == "POST":
            every.append(("Content-Length", str(len(body))))
        lines += [f"{name}: {value}" for name, value in every]
        return "\r\n".join([*lines, "", ""]).encode() + body

    def get(self, path: str) -> NextRequest:
        request = self.request("GET", path)
        return lambda: request

    async def connect(self, loop: asyncio.AbstractEventLoop, make: Callable[[], asyncio.Protocol]) -> None:
        parts = urlsplit(self.origin)
        secure = ssl.create_default_context() if parts.scheme == "https" else None
        port = parts.port or (443 if secure else 80)
        await loop.create_connection(make, parts.hostname or "", port, ssl=secure)


async def hammer(target: Target, next_request: NextRequest, *, connections: int, seconds: float = PATIENCE) -> Load:
    """Ask again and again on that many connections, until the time is over or there is nothing more to ask."""
    load = Load()
    loop = asyncio.get_running_loop()
    ends = time.perf_counter() + seconds
    done = [loop.create_future() for _ in range(connections)]
    started = time.perf_counter()
    for ending in done:
        await target.connect(loop, lambda ending=ending: _Connection(load, next_request, ends, ending))
    await asyncio.wait_for(asyncio.gather(*done), seconds + PATIENCE)
    load.seconds = time.perf_counter() - started
    return load


class _Connection(asyncio.Protocol):
    """One connection that asks, waits for the whole answer, and asks again."""

    def __init__(self, load: Load, next_request: NextRequest, ends: float, done: "asyncio.Future[None]") -> None:
        self._load = load
        self._next_request = next_request
        self._ends = ends
        self._done = done
        self._heard = b""
        self._asked_at = 0.0
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._ask()

    def data_received(self, data: bytes) -> None:
        self._heard += data
        length = whole_length(self._heard)
        if length is None or len(self._heard) < length:
            return
        now = time.perf_counter()
        status = int(self._heard[9:12])
        self._heard = self._heard[length:]
        self._load.took.append(now - self._asked_at)
        self._load.statuses[status] = self._load.statuses.get(status, 0) + 1
        self._ask() if now < self._ends else self._stop()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self._done.done():
            self._done.set_exception(ConnectionError("the server hung up"))

    def _ask(self) -> None:
        request = self._next_request()
        if request is None or self._transport is None:
            self._stop()
            return
        self._asked_at = time.perf_counter()
        self._transport.write(request)

    def _stop(self) -> None:
        if not self._done.done():
            self._done.set_result(None)
        if self._transport is not None:
            self._transport.close()


def whole_length(heard: bytes) -> int | None:
    """How many bytes the first answer has in all; None while that is not known yet."""
    end = heard.find(b"\r\n\r\n")
    if end < 0:
        return None
    head = heard[:end].lower()
    at = head.find(b"\r\ncontent-length:")
    if at >= 0:
        return end + 4 + int(head[at + 17 :].split(b"\r\n", 1)[0])
    if b"transfer-encoding: chunked" in head:
        last = heard.find(b"\r\n0\r\n\r\n", end)
        return None if last < 0 else last + 7
    return end + 4  # 202 and 204 have no body


async def ask(target: Target, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, bytes]:
    """One request on a connection of its own: (status, body)."""
    parts = urlsplit(target.origin)
    secure = ssl.create_default_context() if parts.scheme == "https" else None
    reader, writer = await asyncio.open_connection(
        parts.hostname, parts.port or (443 if secure else 80), ssl=secure, limit=2**24
    )
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    writer.write(target.request(method, path, body, (*named, ("Connection", "close"))))
    heard = await asyncio.wait_for(reader.read(), PATIENCE)
    writer.close()
    head, _, rest = heard.partition(b"\r\n\r\n")
    return int(head[9:12]), rest
