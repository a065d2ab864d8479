"""A story: the machine dies the day after Marisol deleted something, and last night's backup still has it."""

from collections.abc import Callable
from pathlib import Path

import httpx2
import pytest

from tests.world.cast import PASSPHRASE
from tests.world.hosts import identity_file
from tests.world.pictures import phone_picture
from tests.world.servers import Server, eventually

REGRETTED = "the blue door on Kanaalstraat 7"


@pytest.fixture
def server(make_server: Callable[..., Server], kind: str, request: pytest.FixtureRequest) -> Server:
    made = make_server("lantern", request.getfixturevalue("postgres_url") if kind == "postgres" else "")
    made.run("migrate")
    return made


def with_an_app(server: Server, name: str) -> httpx2.Client:
    """A member's app, let in on this machine."""
    token = server.run("token", name, "--scope", "read write").strip()
    return httpx2.Client(base_url=server.origin, headers={"Authorization": f"Bearer {token}"}, timeout=30)


def posts(app: httpx2.Client, text: str) -> str:
    picture = app.post("/api/v2/media", files={"file": ("balcony.jpg", phone_picture(), "image/jpeg")}).json()
    return app.post("/api/v1/statuses", json={"status": text, "media_ids": [picture["id"]]}).json()["id"]


def home(app: httpx2.Client) -> list[str]:
    return sorted(status["content"] for status in app.get("/api/v1/timelines/home").json())


def files(server: Server) -> list[Path]:
    return [path for path in (server.data / "media").rglob("*") if path.is_file()]


def test_a_backup_restored_after_a_deletion(server: Server, tmp_path: Path):
    identity, recipient = identity_file(tmp_path)
    server.run("member", "add", "marisol", stdin=PASSPHRASE)
    server.start()
    marisol = with_an_app(server, "marisol")
    regretted = posts(marisol, REGRETTED)
    posts(marisol, "the jasmine is out")
    eventually(lambda: len(home(marisol)) == 2)

    # In the night, while the house goes on.
    server.run("backup", str(tmp_path / "night.age"), "--to", recipient)

    # In the morning she deletes it, and it is gone.
    assert marisol.delete(f"/api/v1/statuses/{regretted}").status_code == 200
    eventually(lambda: len(files(server)) == 2)

    # At noon somebody breaks the house, and its host brings back the night.
    server.stop()
    said = server.run("restore", str(tmp_path / "night.age"), "--identity", str(identity))
    assert "1 posts, 0 accounts" in said
    server.start()

    # Everybody signs in anew, and what she deleted is not there, in no page and in no byte.
    assert marisol.get("/api/v1/timelines/home").status_code == 401
    again = with_an_app(server, "marisol")
    assert home(again) == ["<p>the jasmine is out</p>"]
    assert again.get(f"/api/v1/statuses/{regretted}").status_code == 404
    assert len(files(server)) == 2
    server.stop()
    assert not [path for path in server.data.rglob("*") if path.is_file() and REGRETTED.encode() in path.read_bytes()]
