"""Real connections that stay open: a house served in this process, and apps and browsers that listen to it."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from fastapi import FastAPI

from app.cli import server
from tests.world.servers import free_port

PATIENCE = 30.0


@contextmanager
def served(app: FastAPI, port: int = 0) -> Iterator[int]:
    """The app behind uvicorn in a thread, as `parasol serve` sets it up; gives its port."""
    port = port or free_port()
    config = uvicorn.Config(
        app, port=port, log_level="error", lifespan="on", ws=server.both_ways, timeout_graceful_shutdown=5
    )
    serving = server.Server(config, app.state.listeners.close)
    thread = threading.Thread(target=serving.run, daemon=True)
    thread.start()
    while not serving.started:
        time.sleep(0.01)
    yield port
    serving.should_exit = True
    thread.join()


@dataclass
class Ear:
    """One stream of server-sent events over a socket of its own. `status` and `headers` are there when it begins.

    `ended_well`: the house said that this is the end; browsers complain in their console of an answer that is cut.
    """

    port: int
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    status: int = 0
    ended_well: bool = False
    answered: dict[str, str] = field(default_factory=dict)

    def __enter__(self) -> "Ear":
        self._socket = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
        lines = [f"GET {self.path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        self._socket.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        self._read = bytearray()
        self.status = int(self._line().split()[1])
        while (line := self._line().strip()) != b"":
            name, _, value = line.decode().partition(":")
            self.answered[name.lower()] = value.strip()
        if self.status == 200:
            assert self._chunk() == ":\n\n"
        return self

    def __exit__(self, *error: object) -> None:
        self._socket.close()

    def hears(self, seconds: float = PATIENCE) -> tuple[str, str] | None:
        """The next event as (its name, its data); None when the stream ends, or when nothing comes for so long."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self._socket.settimeout(max(0.01, until - time.monotonic()))
            try:
                chunk = self._chunk()
            except TimeoutError:
                return None
            if chunk is None:
                return None
            if not chunk.startswith(":"):
                fields = dict(line.split(": ", 1) for line in chunk.strip().split("\n"))
                return fields.get("event", "message"), fields["data"]
        return None

    def hears_status(self, seconds: float = PATIENCE) -> dict[str, Any]:
        heard = self.hears(seconds)
        assert heard is not None, "nothing came"
        assert heard[0] in {"update", "status.update"}, heard
        return json.loads(heard[1])

    def ends_within(self, seconds: float) -> bool:
        """Whether the house ends it; whatever else comes is read past."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self._socket.settimeout(max(0.01, until - time.monotonic()))
            try:
                if self._chunk() is None:
                    return True
            except TimeoutError:
                return False
            except OSError:
                return True
        return False

    def _chunk(self) -> str | None:
        """None at its end. What a timeout cuts is kept, and read again with what follows."""
        size = self._line(keep=True)
        if not size or int(size, 16) == 0:
            self.ended_well = bool(size)
            return None
        whole = len(size) + int(size, 16) + 2
        while len(self._read) < whole and self._more():
            pass
        chunk = bytes(self._read[len(size) : whole - 2])
        del self._read[:whole]
        return chunk.decode()

    def _line(self, *, keep: bool = False) -> bytes:
        while b"\n" not in self._read and self._more():
            pass
        line, newline, _ = bytes(self._read).partition(b"\n")
        if not keep:
            del self._read[: len(line + newline)]
        return line + newline

    def _more(self) -> bool:
        arrived = self._socket.recv(65536)
        self._read += arrived
        return bool(arrived)
