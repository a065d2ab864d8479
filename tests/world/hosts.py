"""Whoever hosts a house: gives the commands of a terminal in this process, with the house's own settings."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyrage
import pytest
from sqlalchemy import select, text

from app.basics.clock import now
from app.basics.errors import Refused
from app.basics.ids import new_token
from app.basics.settings import Settings
from app.cli.commands import app
from app.media import storing
from app.media.forms import CleanPicture
from app.posts.actions import picturing
from app.storage.engines import postgres_engine
from app.storage.house import House
from tests.world.cast import Member
from tests.world.tables import tables_of

PIXELS = b"RIFF these are the pixels of a balcony"
CLEAN = CleanPicture("image/webp", PIXELS, b"small " + PIXELS, 640, 480, 320, 240, "LEHV6nWB2yk8")


@dataclass
class Host:
    """`identity` opens what is made for `recipient`; `folder` is another disk."""

    house: House
    folder: Path
    identity: Path
    recipient: str
    patch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]

    @property
    def settings(self) -> Settings:
        return self.house.settings

    def says(self, *command: str) -> str:
        """Give a `parasol` command; what it prints. Raises what the command refuses with."""
        for name in ("origin", "data", "database_url", "key_file", "media_url"):
            self.patch.setenv(f"PARASOL_{name.upper()}", str(getattr(self.settings, name)))
        self.capsys.readouterr()
        app(list(command), standalone_mode=False)
        return self.capsys.readouterr().out

    def is_refused(self, *command: str) -> str:
        """Give a command that fails as it should; its sentence."""
        with pytest.raises(Refused) as refused:
            self.says(*command)
        return refused.value.safe

    def backs_up(self, name: str = "night.age") -> Path:
        self.says("backup", str(self.folder / name), "--to", self.recipient)
        return self.folder / name

    def restores(self, backup: Path) -> str:
        """With the house closed; `house` is what stands there afterwards."""
        self.house.close()
        try:
            return self.says("restore", str(backup), "--identity", str(self.identity))
        finally:
            self.house = House.opened(self.settings)

    def is_refused_to_restore(self, backup: Path, *more: str) -> str:
        return self.is_refused("restore", str(backup), "--identity", str(self.identity), *more)

    def decrypts(self, backup: Path) -> bytes:
        """What only whoever holds the identity can see."""
        return pyrage.decrypt(backup.read_bytes(), [pyrage.x25519.Identity.from_str(self._secret())])

    def loses_its_database(self) -> None:
        """A disk dies: the file, or everything in the database server, is gone."""
        self.house.close()
        if self.settings.on_sqlite:
            for path in self.settings.data.glob("parasol.db*"):
                path.unlink()
            return
        engine = postgres_engine(self.settings.database_url, connections=1)
        with engine.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
        engine.dispose()

    def _secret(self) -> str:
        return self.identity.read_text().splitlines()[1]

    def files(self) -> dict[str, bytes]:
        """Every file of the blob store."""
        return {name: self.house.blobs.get_now(name) or b"" for name in self.house.blobs.names()}

    def rows(self, *without: str) -> dict[str, list[tuple[object, ...]]]:
        """The whole database, table by table, sorted."""
        with self.house.database.engine.connect() as connection:
            return {
                table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
                for table in tables_of(connection).sorted_tables
                if table.name not in without
            }


def posts_a_picture(member: Member, text: str = "The balcony this morning", clean: CleanPicture = CLEAN) -> int:
    """A post with a picture, its files where every picture's are."""
    return member.posts(text, pictures=(draws_a_picture(member, clean),))


def draws_a_picture(member: Member, clean: CleanPicture = CLEAN) -> int:
    """One that is in no post yet."""
    blob = new_token()
    asyncio.run(storing.store(member.house.blobs, blob, clean))
    return member.house.database.write_now(picturing.add_picture, member.id, clean, blob, "a balcony", now=now())


def identity_file(folder: Path, name: str = "backups.txt") -> tuple[Path, str]:
    """An age identity as `age-keygen` writes it, and its public half."""
    made = pyrage.x25519.Identity.generate()
    path = folder / name
    path.write_text(f"# public key: {made.to_public()}\n{made}\n")
    return path, str(made.to_public())


@pytest.fixture
def make_host(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Callable[[House], Host]]:
    """Makes whoever hosts a house, with an identity for backups."""
    folder = tmp_path / "other-disk"
    folder.mkdir()
    identity, recipient = identity_file(folder)
    hosts: list[Host] = []

    def make(house: House) -> Host:
        hosts.append(Host(house, folder, identity, recipient, monkeypatch, capsys))
        return hosts[-1]

    yield make
    for each in hosts:
        each.house.close()


@pytest.fixture
def host(house: House, make_host: Callable[[House], Host]) -> Host:
    """Vera's sister, who keeps the machine of Lantern House."""
    return make_host(house)
