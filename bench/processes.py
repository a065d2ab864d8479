"""Servers as they really run: processes of their own in a temporary folder, on one core, ended afterwards."""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 60.0
_SCHEDULER_CLOCK = 2


@dataclass(frozen=True)
class Folder:
    """One house's place on the disk and its address."""

    path: Path
    port: int
    said_origin: str = ""  # a copy of a house answers at another address than the one its pages name

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def origin(self) -> str:
        return self.said_origin or self.address

    @property
    def database(self) -> Path:
        return self.path / "var" / "parasol.db"

    @property
    def settings(self) -> Mapping[str, str]:
        return {
            "PARASOL_DATA": str(self.path / "var"),
            "PARASOL_KEY_FILE": str(self.path / "parasol.key"),
            "PARASOL_ORIGIN": self.origin,
            "PARASOL_LISTEN": f"127.0.0.1:{self.port}",
            "PARASOL_LAB": "1",
            "PARASOL_RATE_LIMITS": "0",
        }

    @property
    def environment(self) -> dict[str, str]:
        """Nothing of the caller's own house; compiled modules are kept, as in an installed one."""
        ours = {name: value for name, value in os.environ.items() if not name.startswith(("PARASOL_", "PYTHON"))}
        return {**ours, **self.settings, "PYTHONPYCACHEPREFIX": str(self.path.parent / "compiled")}

    def copied_to(self, path: Path) -> "Folder":
        """The same house once more, on a port of its own; its origin stays what it was. Nobody may be using it."""
        shutil.copytree(self.path, path)
        return Folder(path, free_port(), self.origin)

    def command(self, *words: str) -> str:
        """Run `parasol …` to its end; what it said."""
        done = subprocess.run(
            [*_parasol(), *words], cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"parasol {words[0]} failed: {done.stderr[-2000:]}")
        return done.stdout.strip()

    @contextlib.contextmanager
    def serving(self) -> "Generator[Serving]":
        """`parasol serve`, once /health has answered."""
        with _started([*_parasol(), "serve"], self.environment, self.path / "log", self.port) as serving:
            yield serving

    @contextlib.contextmanager
    def floor(self, port: int) -> "Generator[Serving]":
        """The bare server on the same database."""
        command = [sys.executable, "-m", "bench.floor", str(self.database), str(port)]
        with _started(command, self.environment, self.path / "floor.log", port, path="/") as serving:
            yield serving


@dataclass(frozen=True)
class Serving:
    """A running server: its process and how long it took to the first answer."""

    pid: int
    seconds_to_answer: float

    def computed(self) -> float:
        """Seconds of processor time that it has used so far, to the nanosecond (clock_getcpuclockid(3) on Linux)."""
        return time.clock_gettime((~self.pid << 3) | _SCHEDULER_CLOCK)

    def memory(self) -> float:
        """Megabytes resident now."""
        return _megabytes(self.pid, "VmRSS")

    def most_memory(self) -> float:
        """Megabytes resident at the most so far."""
        return _megabytes(self.pid, "VmHWM")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def cores() -> tuple[set[int], set[int]]:
    """(for servers, for asking): one core each where there are two; otherwise they share what there is."""
    every = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
    return ({every[0]}, set(every[1:])) if len(every) > 1 else (set(every), set(every))


def _parasol() -> list[str]:
    return [sys.executable, "-c", "import sys; sys.argv[0] = 'parasol'; from app.cli import main; main()"]


@contextlib.contextmanager
def _started(
    command: list[str], environment: Mapping[str, str], log: Path, port: int, path: str = "/health"
) -> Generator[Serving]:
    """The process, pinned to the servers' core; it is asked to end, and made to if it does not."""
    ours, _ = cores()
    began = time.perf_counter()
    with log.open("ab") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=dict(environment), stdout=out, stderr=out)
    try:
        if ours and hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(process.pid, ours)
        _wait_for_answer(process, port, path, log)
        yield Serving(process.pid, time.perf_counter() - began)
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for_answer(process: "subprocess.Popen[bytes]", port: int, path: str, log: Path) -> None:
    question = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n".encode()
    ends = time.perf_counter() + PATIENCE
    while time.perf_counter() < ends:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended by itself: {log.read_text()[-2000:]}")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1) as connection:
            connection.settimeout(PATIENCE)
            connection.sendall(question)
            if connection.recv(12).startswith(b"HTTP/1.1"):
                return
        time.sleep(0.004)
    raise RuntimeError(f"the server did not answer: {log.read_text()[-2000:]}")


def _megabytes(pid: int, field: str) -> float:
    found = re.search(rf"^{field}:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0
