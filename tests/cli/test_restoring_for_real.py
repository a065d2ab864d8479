"""Restoring with real processes: beside a server, killed at any moment, and from one kind of database to the other."""

import contextlib
import random
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from app.basics.settings import load
from app.storage.engines import postgres_engine
from app.storage.house import House
from tests.cli.test_serving import fails
from tests.world.cast import PASSPHRASE, join
from tests.world.hosts import identity_file, posts_a_picture
from tests.world.nursery import Child
from tests.world.servers import LONGEST_COMMAND, Server

Make = Callable[..., Server]


@pytest.fixture
def server(make_server: Make, kind: str, request: pytest.FixtureRequest) -> Server:
    """A house with some posts and pictures, not served."""
    made = make_server("lantern", request.getfixturevalue("postgres_url") if kind == "postgres" else "")
    made.run("migrate")
    made.run("seed", "--members", "3", "--posts", "20")
    return made


@pytest.fixture
def keys(tmp_path: Path) -> tuple[Path, str]:
    return identity_file(tmp_path)


def counted(server: Server) -> dict[str, int]:
    """Rows of the tables that tell the old house from the new."""
    names = ("accounts", "posts", "pictures", "follows", "favourites")
    url = server.environment.get("PARASOL_DATABASE_URL")
    if url is None:
        with contextlib.closing(sqlite3.connect(server.data / "parasol.db")) as database:
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            return {name: database.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in names}
    engine = postgres_engine(url, connections=1)
    with engine.connect() as connection:
        found = {name: connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar_one() for name in names}
    engine.dispose()
    return found


def has_it_alone(server: Server, pid: int) -> bool:
    """Whether that process has the house for itself, asked of the system without taking any part in it."""
    url = server.environment.get("PARASOL_DATABASE_URL")
    if url is None:
        locks = [line.split() for line in Path("/proc/locks").read_text().splitlines()]
        return any(lock[1] == "FLOCK" and lock[3] == "WRITE" and lock[4] == str(pid) for lock in locks)
    engine = postgres_engine(url, connections=1)
    with engine.connect() as connection:
        held = connection.exec_driver_sql(
            "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database"
            " WHERE datname = current_database() AND locktype = 'advisory' AND mode = 'ExclusiveLock' AND granted"
        ).scalar_one()
    engine.dispose()
    return held > 0


def goes_on(server: Server) -> None:
    """Somebody joins and posts a picture."""
    house = House.opened(load(server.environment))
    posts_a_picture(join(house, "wanderer"))
    house.close()


def files(server: Server) -> set[str]:
    media = server.data / "media"
    return {str(path.relative_to(media)) for path in media.rglob("*") if path.is_file()}


def test_a_backup_is_taken_while_the_house_is_served_and_a_restore_waits_for_its_end(
    server: Server, keys: tuple[Path, str], tmp_path: Path
):
    identity, recipient = keys
    server.start()

    server.run("backup", str(tmp_path / "night.age"), "--to", recipient)

    opening = (str(tmp_path / "night.age"), "--identity", str(identity))
    assert "It is whole" in server.run("restore", *opening, "--check")
    said = fails(server, "restore", *opening)
    assert "Something uses this house" in said
    assert server.answers()
    server.stop()
    assert "The house is restored" in server.run("restore", *opening)
    assert server.start().answers()


@pytest.mark.parametrize("kind", ["sqlite"])
def test_the_log_of_a_house_that_broke_is_not_read_into_the_restored_one(
    server: Server, keys: tuple[Path, str], tmp_path: Path
):
    """What it holds belongs to pages that are gone: it would tear the new ones, or bring back what was deleted."""
    identity, recipient = keys
    server.run("backup", str(tmp_path / "night.age"), "--to", recipient)
    before = counted(server)
    server.start()
    server.run("member", "add", "traveller", stdin=PASSPHRASE)
    server.kill()
    assert (server.data / "parasol.db-wal").stat().st_size > 0
    (server.data / "parasol.db").write_bytes(b"a disk that wrote something else")

    server.run("restore", str(tmp_path / "night.age"), "--identity", str(identity))

    assert {path.name for path in server.data.glob("parasol.db*")} == {"parasol.db"}
    assert counted(server) == before


def test_nothing_starts_while_a_restore_is_going_on(server: Server, keys: tuple[Path, str], tmp_path: Path):
    identity, recipient = keys
    backup = tmp_path / "night.age"
    server.run("backup", str(backup), "--to", recipient)
    restoring = _held_in_the_midst_of_it(server, backup, identity)

    said = fails(server, "ally", "list")

    restoring.send_signal(signal.SIGCONT)
    assert "is being restored just now" in said
    assert restoring.wait(LONGEST_COMMAND) == 0
    server.run("ally", "list")


def test_killed_at_any_moment_it_is_the_old_house_or_the_new(server: Server, keys: tuple[Path, str], tmp_path: Path):
    identity, recipient = keys
    backup = tmp_path / "night.age"
    server.run("backup", str(backup), "--to", recipient)
    new, new_files = counted(server), files(server)
    seed = random.randrange(10_000)
    print(f"seed {seed}")
    moments = random.Random(seed)
    began = time.monotonic()
    _restoring(server, backup, identity).wait(LONGEST_COMMAND)
    lasts = time.monotonic() - began
    goes_on(server)
    old, old_files = counted(server), files(server)
    assert old != new

    for _ in range(3):
        restoring = _restoring(server, backup, identity)
        time.sleep(moments.uniform(0.0, 1.0) * lasts)
        restoring.send_signal(signal.SIGKILL)
        restoring.wait()

        now = counted(server)
        assert now in (old, new)
        assert files(server) >= (new_files if now == new else old_files)
        server.run("ally", "list")
        assert files(server) == (new_files if now == new else old_files)

    server.run("restore", str(backup), "--identity", str(identity))
    assert counted(server) == new
    assert files(server) == new_files
    assert not [path.name for path in server.data.iterdir() if "restor" in path.name]


def _held_in_the_midst_of_it(server: Server, backup: Path, identity: Path) -> subprocess.Popen[bytes] | Child:
    """A restore that stands still while it has the house for itself; begun anew where it was done before we looked."""
    while True:
        restoring = _restoring(server, backup, identity)
        while restoring.poll() is None:
            if has_it_alone(server, restoring.pid):
                restoring.send_signal(signal.SIGSTOP)
                if has_it_alone(server, restoring.pid):
                    return restoring
                restoring.send_signal(signal.SIGCONT)
        assert restoring.wait() == 0


def _restoring(server: Server, backup: Path, identity: Path) -> subprocess.Popen[bytes] | Child:
    return server.begins("restore", str(backup), "--identity", str(identity))


@pytest.mark.parametrize("kind", ["sqlite"])
def test_a_house_moves_from_one_kind_of_database_to_the_other_and_back(
    server: Server, keys: tuple[Path, str], tmp_path: Path, make_server: Make, postgres_url: str
):
    identity, recipient = keys
    server.run("member", "add", "wanderer", stdin=PASSPHRASE)
    before = counted(server)
    server.run("backup", str(tmp_path / "embedded.age"), "--to", recipient)
    grown = make_server("grown", postgres_url, PARASOL_ORIGIN=server.origin)
    (grown.folder / "parasol.key").write_bytes((server.folder / "parasol.key").read_bytes())

    grown.run("restore", str(tmp_path / "embedded.age"), "--identity", str(identity))

    assert counted(grown) == before
    assert files(grown) == files(server)
    grown.run("member", "add", "traveller", stdin=PASSPHRASE)
    grown.run("backup", str(tmp_path / "grown.age"), "--to", recipient)
    server.run("restore", str(tmp_path / "grown.age"), "--identity", str(identity))
    assert counted(server)["accounts"] == before["accounts"] + 1
    assert server.start().answers()
