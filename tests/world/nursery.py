"""Where tests get processes of `parasol` from without loading everything anew for each.

One process a worker has imported the whole house and does nothing else. For each command it is asked for it forks,
twice: the first process keeps watch over the second and tells how it ended; the second is the command,
`app.cli.main()` in a process and session of its own, with its own environment, arguments and files. Nothing of the
house has run before, no thread and no loop was there: all that is left out is what Python does before the first line.
Tests about that use the real command (`servers.COMMAND`).
"""

import gc
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
LONGEST_ORDER = 128 * 1024
PREPARED = (
    "alembic.command", "app.cli.allies", "app.cli.backup", "app.cli.bounded_head", "app.cli.members",
    "app.cli.restore", "app.cli.seeding", "app.cli.server", "app.cli.serving", "app.main", "app.worker",
    "federation.signatures.cavage", "federation.signatures.rfc9421", "migrations.run", "migrations.tables", "psycopg",
    "uvicorn", "uvloop",
)  # fmt: skip


class Child:
    """A process that the nursery made, as `subprocess.Popen` would show it."""

    def __init__(self, reports: socket.socket) -> None:
        self._reports = reports
        self.pid = int(reports.recv(32))
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """How it ended; None while it runs."""
        return self._heard(timeout=0)

    def wait(self, timeout: float | None = None) -> int:
        """Raises TimeoutExpired when it runs for longer."""
        status = self._heard(timeout)
        if status is None:
            raise subprocess.TimeoutExpired("parasol", timeout or 0)
        return status

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def _heard(self, timeout: float | None) -> int | None:
        if self.returncode is None:
            self._reports.settimeout(timeout)
            try:
                said = self._reports.recv(32)
            except (TimeoutError, BlockingIOError):
                return None
            self._reports.close()
            self.returncode = int(said or -signal.SIGKILL)
        return self.returncode


@dataclass
class Nursery:
    """The worker's own; it ends with the worker, however that ends."""

    _orders: socket.socket = field(init=False)

    def __post_init__(self) -> None:
        self._orders, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            subprocess.Popen(
                [sys.executable, "-m", __name__, str(theirs.fileno())],
                cwd=ROOT, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                start_new_session=True,
            )  # fmt: skip

    def makes(self, arguments: Sequence[str], environment: Mapping[str, str], *, files: Sequence[int]) -> Child:
        """A `parasol` command; `files` are its standard input, output and error."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            order = json.dumps({"arguments": list(arguments), "environment": dict(environment)}).encode()
            socket.send_fds(self._orders, [order], [theirs.fileno(), *files])
        return Child(ours)


@cache
def nursery() -> Nursery:
    """One a worker, from the first command on."""
    return Nursery()


def _be_asked(orders: socket.socket) -> dict[str, object]:
    """Return in a new process, with what it is to do, for each that is asked for; end when nobody can ask any more."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # whoever keeps watch is not waited for
    while True:
        said, handed, _, _ = socket.recv_fds(orders, LONGEST_ORDER, 4)
        if not said:
            sys.exit(0)
        if os.fork() == 0:
            orders.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            if _is_the_child(socket.socket(fileno=handed[0]), handed[1:]):
                return json.loads(said)
        for descriptor in handed:
            os.close(descriptor)


def _is_the_child(reports: socket.socket, files: Sequence[int]) -> bool:
    """Fork once more: True in the new process; the other one tells its number and its end, and is gone."""
    pid = os.fork()
    if pid == 0:
        for number, descriptor in enumerate(files):
            os.dup2(descriptor, number)
        os.closerange(3, os.sysconf("SC_OPEN_MAX"))
        reports.detach()
        os.setsid()
        return True
    for descriptor in files:
        os.close(descriptor)  # who reads its output would wait for us
    reports.send(str(pid).encode())
    _, status = os.waitpid(pid, 0)
    reports.send(str(os.waitstatus_to_exitcode(status)).encode())
    os._exit(0)


def _become(order: dict[str, object]) -> None:
    """The command itself, as `parasol` starts it."""
    os.environ.clear()
    os.environ.update(order["environment"])  # type: ignore[call-overload]
    time.tzset()
    sys.argv[:] = ["parasol", *order["arguments"]]  # type: ignore[misc]
    sys.modules["__main__"].__package__ = None  # a command tells by it what it is called
    gc.enable()
    from app.cli import main

    main()


if __name__ == "__main__":
    gc.disable()
    for name in PREPARED:
        __import__(name)
    gc.freeze()
    _become(_be_asked(socket.socket(fileno=int(sys.argv[1]))))
