"""`parasol serve` on a machine where something is in its way: one clear sentence, exit code 1, nothing changed."""

import contextlib
import os
import socket
import sqlite3
import stat
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tests.world.servers import Server

Make = Callable[..., Server]


def fails(server: Server, *command: str, **settings: str) -> str:
    """What a command says that fails as it should."""
    done = server.tries(*command, **settings)
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr


@pytest.fixture
def make_server(make_server: Make) -> Make:
    """Servers that start as a host starts them."""
    return partial(make_server, cold=True)


def test_a_port_in_use_is_said_and_changes_nothing(make_server: Make):
    server = make_server("lantern")
    with socket.create_server(("127.0.0.1", server.port)):
        said = fails(server, "serve")

    assert f"Something else listens on 127.0.0.1:{server.port}" in said
    assert not server.data.exists()


def test_two_houses_cannot_serve_one_folder(make_server: Make, tmp_path: Path):
    lantern = make_server("lantern").start()
    second = make_server(
        "second", PARASOL_DATA=str(lantern.data), PARASOL_KEY_FILE=lantern.environment["PARASOL_KEY_FILE"]
    )

    assert "Another process serves this data folder already" in fails(second, "serve")
    assert lantern.answers()


def test_a_key_in_the_data_folder_is_refused(make_server: Make):
    server = make_server("lantern")

    said = fails(server, "serve", PARASOL_KEY_FILE=str(server.data / "parasol.key"))

    assert "Put it somewhere else" in said
    assert not server.data.exists()


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("PARASOL_ORIGEN", "https://x.example", "The nearest one is PARASOL_ORIGIN"),
        ("PARASOL_ORIGIN", "house.example", "an address such as https://house.example"),
        ("PARASOL_LISTEN", "8000", "an address and a port"),
        ("PARASOL_WORKERS", "many", "a whole number"),
        ("PARASOL_LAB", "perhaps", "is 1 or 0"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(make_server: Make, name: str, value: str, sentence: str):
    assert sentence in fails(make_server("lantern"), "serve", **{name: value})


def test_limits_are_turned_off_in_the_lab_alone(make_server: Make):
    said = fails(make_server("lantern"), "serve", PARASOL_LAB="0", PARASOL_ORIGIN="https://lantern.example")

    assert "works only together with PARASOL_LAB=1" in said


def test_a_database_that_is_none_is_said(make_server: Make):
    server = make_server("lantern")
    server.data.mkdir(parents=True)
    (server.data / "parasol.db").write_bytes(b"this is no database, whatever its name says" * 50)

    assert "The database cannot be used" in fails(server, "serve")


def test_a_database_server_that_is_not_there_is_said(make_server: Make):
    server = make_server("lantern", database_url="postgresql://nobody@127.0.0.1:1/house")

    assert "The database cannot be used" in fails(server, "migrate")


def test_an_older_schema_on_postgres_is_not_migrated_unasked(make_server: Make, postgres_url: str):
    server = make_server("lantern", postgres_url)

    assert "Run: parasol migrate" in fails(server, "serve")

    server.run("migrate")
    assert server.start().answers()


def test_what_a_house_keeps_is_readable_by_its_host_alone(make_server: Make):
    server = make_server("lantern").start()

    for path in (server.data, server.data / "parasol.db", server.folder / "parasol.key"):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def test_an_ended_serve_leaves_a_sound_database(make_server: Make):
    server = make_server("lantern").start()
    server.stop()

    with sqlite3.connect(server.data / "parasol.db") as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert server.process is not None
    assert server.process.returncode in {0, -15}
    assert os.path.exists(server.folder / "parasol.key")


@pytest.mark.parametrize("head", [b"GET /" + b"a" * 300_000, b"GET / HTTP/1.1\r\nX: " + b"a" * 300_000])
def test_a_head_without_end_is_cut_off(make_server: Make, head: bytes):
    server = make_server("lantern").start()

    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as visitor:
        with contextlib.suppress(OSError):
            visitor.sendall(head)
        said = b""
        with contextlib.suppress(OSError):
            while more := visitor.recv(4096):
                said += more

    assert said == b"" or said.startswith(b"HTTP/1.1 431")
    assert server.answers()


def test_a_large_body_behind_a_small_head_is_no_large_head(make_server: Make):
    server = make_server("lantern").start()
    body = b"name=" + b"x" * 150_000
    head = b"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"

    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as visitor:
        visitor.sendall(head + b"Content-Length: %d\r\nConnection: close\r\n\r\n" % len(body) + body)
        said = visitor.recv(4096)

    assert said.startswith(b"HTTP/1.1 ")
    assert not said.startswith(b"HTTP/1.1 431")
