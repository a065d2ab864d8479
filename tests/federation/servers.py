"""Real servers on loopback for the fetcher to ask, and a resolver that notes what it is asked."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime

from federation.fetch import Patience
from federation.signatures import (
    SignedRequest,
    SigningKey,
    load_private_key,
    new_private_key,
)

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
KEY = SigningKey("https://house.example/actor#main-key", load_private_key(new_private_key()))
# For what ends in time: a machine may be busy. And for what is given up: nobody waits for that longer than need be.
UNHURRIED = Patience(connect=60, whole=60, picture=60)
QUICK = Patience(connect=0.5, whole=0.5, picture=0.5)
NOTE = b'{"type":"Note"}'


def an_answer(body: bytes = NOTE, *headers: str, status: str = "200 OK", length: int | None = None) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body) if length is None else length}", *headers]
    if not any(line.lower().startswith("content-type") for line in headers):
        lines.append("Content-Type: application/activity+json")
    return "\r\n".join([*lines, "", ""]).encode() + body


class AHouse:
    """A server on loopback that notes what it is asked and answers as it is told."""

    def __init__(self) -> None:
        self.answers = an_answer()
        self.keeps_sending = b""
        self.asked: list[bytes] = []
        self.connections = 0
        self.sent = 0

    async def opens(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        self.origin = f"http://house.test:{self.port}"

    async def closes(self) -> None:
        self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                length = next(
                    (int(h.split(b":")[1]) for h in head.split(b"\r\n") if h.lower().startswith(b"content-length")),
                    0,
                )
                self.asked.append(head + await reader.readexactly(length))
                writer.write(self.answers)
                await writer.drain()
                while self.keeps_sending:
                    writer.write(self.keeps_sending)
                    await writer.drain()
                    self.sent += len(self.keeps_sending)
                    await asyncio.sleep(0)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


class ANameServer:
    """A resolver that notes what it is asked; each look-up takes the next answer, the last one for ever."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked.append(host)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def as_request(raw: bytes) -> SignedRequest:
    """What a server saw, as a gate would be handed it."""
    head, _, body = raw.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ")
    headers = [(name.lower(), value.strip()) for name, _, value in (line.partition(":") for line in lines)]
    return SignedRequest(method, target, headers, body)
