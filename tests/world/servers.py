"""Real servers: `parasol serve` in a process of its own, with its own folder, on loopback.

Processes come out of the nursery, which has loaded the house already; a server that is `cold` is given the whole
command instead, for tests about starting.
"""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

import pytest

from tests.world.nursery import Child, nursery

COMMAND = [sys.executable, "-c", "import sys; sys.argv[0] = 'parasol'; from app.cli import main; main()"]
ROOT = Path(__file__).parents[2]
PATIENCE = 60.0
PORTS_KEPT = 128
LONGEST_COMMAND = 120.0
LONGEST_OUTPUT = 16 * 1024 * 1024
# A house that may not keep its byte-code starts several times slower than any that a host runs.
_NOT_OURS = ("PARASOL_", "PYTHONDONTWRITEBYTECODE")


_kept = deque[socket.socket]()


def free_port() -> int:
    """A port that nobody else is given by the system, also while whoever listens on it is down.

    It stays bound here, which stops no server: all of them bind with SO_REUSEADDR, and nobody listens here.
    """
    keeper = socket.socket()
    keeper.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    keeper.bind(("127.0.0.1", 0))
    _kept.append(keeper)
    if len(_kept) > PORTS_KEPT:
        _kept.popleft().close()
    return keeper.getsockname()[1]


class Server:
    """A house as its host runs it. `kill` is kill -9: nothing is tidied up."""

    def __init__(self, folder: Path, database_url: str = "", *, cold: bool = False, **settings: str) -> None:
        self.folder = folder
        self.cold = cold
        folder.mkdir(parents=True, exist_ok=True)
        self.port = free_port()
        self.origin = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(_NOT_OURS)},
            "PARASOL_DATA": str(folder / "var"),
            "PARASOL_KEY_FILE": str(folder / "parasol.key"),
            "PARASOL_ORIGIN": self.origin,
            "PARASOL_LISTEN": f"127.0.0.1:{self.port}",
            "PARASOL_LAB": "1",
            "PARASOL_RATE_LIMITS": "0",
            **({"PARASOL_DATABASE_URL": database_url} if database_url else {}),
            **settings,
        }
        self.process: subprocess.Popen[bytes] | Child | None = None

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def data(self) -> Path:
        return self.folder / "var"

    def start(self) -> "Server":
        """Serve, and wait until it answers."""
        with (self.folder / "log").open("ab") as log:
            self.process = self.begins("serve", stdout=log, stderr=log)
        self._wait_until_it_answers()
        return self

    def run(self, *arguments: str, stdin: str = "") -> str:
        """A `parasol` command on this house's data; its output."""
        done = self.tries(*arguments, stdin=stdin)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def tries(self, *arguments: str, stdin: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
        """The same, however it ends; `settings` hold for this command alone."""
        with TemporaryFile() as given, TemporaryFile() as said, TemporaryFile() as complained:
            given.write(stdin.encode())
            given.seek(0)
            process = self.begins(*arguments, stdin=given, stdout=said, stderr=complained, **settings)
            try:
                status = process.wait(LONGEST_COMMAND)
            finally:
                process.kill()
            texts = [os.pread(file.fileno(), LONGEST_OUTPUT, 0).decode() for file in (said, complained)]
        return subprocess.CompletedProcess(arguments, status, *texts)

    def begins(
        self,
        *arguments: str,
        stdin: IO[bytes] | None = None,
        stdout: IO[bytes] | None = None,
        stderr: IO[bytes] | None = None,
        **settings: str,
    ) -> subprocess.Popen[bytes] | Child:
        """A `parasol` command in a process of its own, not waited for; what it says goes nowhere unless somewhere."""
        environment = {**self.environment, **settings}
        with open(os.devnull, "r+b") as nowhere:
            files = [file or nowhere for file in (stdin, stdout, stderr)]
            if not self.cold:
                return nursery().makes(arguments, environment, files=[file.fileno() for file in files])
            command = [*COMMAND, *arguments]
            given, said, complained = files
            return subprocess.Popen(
                command, env=environment, stdin=given, stdout=said, stderr=complained, cwd=ROOT, start_new_session=True
            )

    def kill(self) -> None:
        """kill -9"""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.kill()

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text(errors="replace")

    @property
    def setup_link(self) -> str:
        """The newest one-time link it printed."""
        return re.findall(r"http://\S+/setup/\S+", self.log)[-1]

    def answers(self) -> bool:
        with contextlib.suppress(OSError), urllib.request.urlopen(self.origin + "/health", timeout=2) as answer:
            return answer.status == 200
        return False

    def _wait_until_it_answers(self) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if self.answers():
                return
            assert self.process is not None
            assert self.process.poll() is None, self.log
            time.sleep(0.05)
        raise AssertionError(f"it does not answer: {self.log}")


@pytest.fixture
def make_server(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Makes a server in a folder of that name, not started yet; ended after the test."""
    made: list[Server] = []

    def make(name: str, database_url: str = "", **options: Any) -> Server:
        server = Server(tmp_path / name, database_url, **options)
        made.append(server)
        return server

    yield make
    for server in made:
        server.stop()


def eventually(what: Callable[[], object], seconds: float = PATIENCE) -> object:
    """The first true answer of `what`, asked again and again for so long."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        found = what()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError(f"it did not happen within {seconds} seconds")
