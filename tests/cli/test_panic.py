"""`parasol panic`: the key is forgotten and everybody signed out, at once; only the key brings the house back."""

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing

import httpx2
import pytest

from tests.cli.test_serving import fails
from tests.world.cast import PASSPHRASE
from tests.world.servers import Server, eventually


@pytest.fixture
def server(make_server: Callable[..., Server], kind: str, request: pytest.FixtureRequest) -> Server:
    """A house that is served, with Marisol in it."""
    made = make_server("lantern", request.getfixturevalue("postgres_url") if kind == "postgres" else "")
    made.run("migrate")
    made.run("member", "add", "marisol", stdin=PASSPHRASE)
    return made.start()


def reads(server: Server, token: str) -> int:
    answer = httpx2.get(
        f"{server.origin}/api/v1/accounts/verify_credentials", headers={"Authorization": f"Bearer {token}"}
    )
    return answer.status_code


def ended(server: Server) -> bool:
    assert server.process is not None
    return server.process.poll() is not None


def test_panic_ends_the_server_the_key_and_every_session(server: Server):
    token = server.run("token", "marisol").strip()
    assert reads(server, token) == 200
    key = (server.folder / "parasol.key").read_text()

    said = server.run("panic", "--yes", server.host)

    eventually(lambda: ended(server))
    assert "Every process of the house has ended" in said
    assert "Everybody is signed out" in said
    assert not (server.folder / "parasol.key").exists()
    assert "forgotten on purpose (parasol panic)" in fails(server, "serve")
    assert not (server.folder / "parasol.key").exists()

    server.run("key", "import", stdin=key)
    server.start()
    assert reads(server, token) == 401
    assert reads(server, server.run("token", "marisol").strip()) == 200


def test_a_machine_that_was_off_forgets_its_key_when_it_is_started(server: Server, kind: str):
    """It heard nothing of the alarm, and the key still lies there."""
    key_file = server.folder / "parasol.key"
    key = key_file.read_text()
    server.run("panic", "--yes", server.host)
    key_file.write_text(key)

    assert "forgotten on purpose (parasol panic)" in fails(server, "serve")

    assert not key_file.exists()


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)  # a file whose pages can be looked at
def test_panic_writes_the_database_anew_so_that_no_page_keeps_what_was_deleted(server: Server, kind: str):
    server.stop()
    with closing(sqlite3.connect(server.data / "parasol.db")) as database:
        database.executescript("CREATE TABLE scratch (words TEXT); INSERT INTO scratch VALUES (zeroblob(100000))")
        database.executescript("DROP TABLE scratch")
        assert database.execute("PRAGMA freelist_count").fetchone()[0] > 20

    server.run("panic", "--yes", server.host)

    with closing(sqlite3.connect(server.data / "parasol.db")) as database:
        assert database.execute("PRAGMA freelist_count").fetchone()[0] == 0


@pytest.mark.parametrize("kind", ["postgres"], indirect=True)  # SQLite is for one machine
def test_a_server_on_another_machine_forgets_its_own_key_too(
    server: Server, kind: str, make_server: Callable[..., Server]
):
    """Another machine: the same database, a key file and a data folder of its own."""
    there = make_server(
        "there", server.environment["PARASOL_DATABASE_URL"], PARASOL_ORIGIN=server.origin, PARASOL_WORKERS="0"
    )
    (there.folder / "parasol.key").write_bytes((server.folder / "parasol.key").read_bytes())
    there.start()

    said = server.run("panic", "--yes", server.host)

    assert "Every process of the house has ended" in said
    eventually(lambda: ended(server) and ended(there))
    assert not (there.folder / "parasol.key").exists()
    assert "forgets it too" in there.log


def test_a_key_file_that_is_taken_away_ends_the_server(server: Server):
    (server.folder / "parasol.key").unlink()

    eventually(lambda: ended(server))

    assert "The key file is gone" in server.log


@pytest.mark.parametrize("confirmation", [[], ["--yes", "another.example"], ["--yes", ""]])
def test_panic_must_be_meant(server: Server, confirmation: list[str]):
    assert "othing was done" in fails(server, "panic", *confirmation)

    time.sleep(2)
    assert server.answers()
    assert (server.folder / "parasol.key").exists()


def test_panic_forgets_the_key_even_when_the_database_is_gone(server: Server, kind: str):
    server.stop()
    environment = {"PARASOL_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/house"}

    done = server.tries("panic", "--yes", server.host, **environment)

    assert "does not answer" in done.stdout
    assert not (server.folder / "parasol.key").exists()
