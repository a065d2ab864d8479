"""A reverse proxy before a house, as hosts have one, that can lose an answer on its way back."""

import contextlib
import socket
import threading
from collections.abc import Callable

LIMIT = 64 * 1024


class Proxy:
    """Relays HTTP/1.1 by the connection. `loses(request_line)` is asked when an answer comes back: True drops the
    connection instead of passing the answer on, after whatever else it did (such as killing somebody)."""

    def __init__(self, towards: int) -> None:
        self.towards = towards
        self.loses: Callable[[str], bool] = lambda request_line: False
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                visitor, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._relay, args=(visitor,), daemon=True).start()

    def _relay(self, visitor: socket.socket) -> None:
        with contextlib.suppress(OSError), visitor, socket.create_connection(("127.0.0.1", self.towards)) as house:
            visitor.settimeout(30)
            house.settimeout(30)
            while self._one_exchange(visitor, house):
                pass

    def _one_exchange(self, visitor: socket.socket, house: socket.socket) -> bool:
        request = _message(visitor)
        if not request:
            return False
        house.sendall(request)
        answer = _message(house)
        if not answer or self.loses(request.split(b"\r\n", 1)[0].decode("latin-1")):
            return False
        visitor.sendall(answer)
        return True


def _message(source: socket.socket) -> bytes:
    """One message with a Content-Length, whole; empty when the other side has gone."""
    data = b""
    while b"\r\n\r\n" not in data:
        more = source.recv(LIMIT)
        if not more:
            return b""
        data += more
    head, _, body = data.partition(b"\r\n\r\n")
    length = _content_length(head)
    while len(body) < length:
        more = source.recv(LIMIT)
        if not more:
            return b""
        body += more
    return head + b"\r\n\r\n" + body


def _content_length(head: bytes) -> int:
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length":
            return int(value)
    return 0
