"""Houses for tests: real databases on both kinds, real keys, made quickly from a migrated copy."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.util import LRUCache

from app.accounts import community
from app.basics.settings import Settings, load
from app.storage.engines import sqlite_engine
from app.storage.house import House
from migrations import run
from tests.world.postgres import Postgres, database_of

KINDS = ("sqlite", "postgres")
ORIGINS = {"lantern": "https://lantern.example", "harbour": "https://harbour.example"}


@dataclass
class Templates:
    """Migrated and founded databases to copy, one for each kind and house."""

    folder: Path
    request: pytest.FixtureRequest
    engines: dict[str, Engine] = field(default_factory=dict)
    compiled: LRUCache = field(default_factory=lambda: LRUCache(2000))

    def opens(self, kind: str, label: str, into: Path) -> House:
        """A fresh copy, opened. Statements that any house of the kind has compiled are not compiled again."""
        house = House.opened(self.copy(kind, label, into))
        for engine in (house.database.engine, house.database._reading):
            engine.dialect = self.engines[kind].dialect  # it is in the key of everything compiled
            engine.update_execution_options(compiled_cache=self.compiled)
        return house

    def copy(self, kind: str, label: str, into: Path) -> Settings:
        """A fresh copy's settings; its key file is that of the template."""
        assert kind in KINDS, f"a test calls something else kind: {kind}"
        self._make(kind, label)
        into.mkdir(parents=True)
        shutil.copy(self._key(kind, label), into / "parasol.key")
        if kind == "sqlite":
            (into / "var").mkdir(mode=0o700)
            shutil.copy(self.folder / f"{label}.db", into / "var" / "parasol.db")
            return _settings(into, label)
        template = (self.folder / f"{label}.postgres").read_text()
        return _settings(into, label, self._postgres().fresh_database(template=database_of(template)))

    def empty(self) -> Path:
        """An SQLite database at the newest schema in which no house was founded."""
        path = self.folder / "empty.db"
        if not path.exists():
            engine = sqlite_engine(f"sqlite:///{path}", writes=True, connections=1)
            run.migrate(engine)
            engine.dispose()
        return path

    def _make(self, kind: str, label: str) -> None:
        if self._key(kind, label).exists():
            return
        here, url = self.folder / f"making-{kind}-{label}", ""
        if kind == "postgres":
            url = self._postgres().fresh_database()
        else:
            (here / "var").mkdir(mode=0o700, parents=True)
            shutil.copy(self.empty(), here / "var" / "parasol.db")
        house = House.opened(_settings(here, label, url))
        run.migrate(house.database.engine)
        house.database.write_now(community.founded, house.key)
        self.engines.setdefault(kind, house.database.engine)
        house.close()
        if kind == "sqlite":
            shutil.copy(here / "var" / "parasol.db", self.folder / f"{label}.db")
        else:
            (self.folder / f"{label}.postgres").write_text(url)
        shutil.copy(here / "parasol.key", self._key(kind, label))

    def _key(self, kind: str, label: str) -> Path:
        return self.folder / f"{kind}-{label}.key"

    def _postgres(self) -> Postgres:
        return self.request.getfixturevalue("postgres")


def _settings(folder: Path, label: str, database_url: str = "") -> Settings:
    return load(
        {
            "PARASOL_DATA": str(folder / "var"),
            "PARASOL_KEY_FILE": str(folder / "parasol.key"),
            "PARASOL_ORIGIN": ORIGINS.get(label, f"https://{label}.example"),
            "PARASOL_DATABASE_URL": database_url,
        }
    )


@pytest.fixture(scope="session")
def templates(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Templates:
    return Templates(tmp_path_factory.mktemp("templates"), request)


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """The kind of database: every test that asks for a house runs on both."""
    return request.param


@pytest.fixture
def make_house(
    kind: str, templates: Templates, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Callable[[str], House]]:
    """Makes a house of that label, e.g. `lantern`, with keys of its own; closed after the test."""
    made: list[House] = []
    postgres: Postgres | None = request.getfixturevalue("postgres") if kind == "postgres" else None

    def make(label: str) -> House:
        house = templates.opens(kind, label, tmp_path / label)
        made.append(house)
        return house

    yield make
    for house in made:
        house.close()
        if postgres is not None:
            postgres.drop(house.settings.database_url)


@pytest.fixture
def house(make_house: Callable[[str], House]) -> House:
    """Lantern House, empty."""
    return make_house("lantern")
