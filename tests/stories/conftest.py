"""A house that runs, for stories in which its people are at home."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from app.accounts import community
from app.basics.settings import load
from app.storage.house import House
from tests.stories.test_a_tag_is_followed import signs_in
from tests.stories.test_two_names_in_one_browser import settings_of
from tests.world.browsers import Person
from tests.world.cast import Member, join
from tests.world.houses import Templates
from tests.world.servers import Server


@dataclass
class Home:
    """Lantern House as it runs at its address. `house` is the same from within, for what a story begins with."""

    origin: str
    house: House
    somebody: Callable[..., Person]

    def lives(self, name: str) -> Member:
        """Somebody who has lived here for a while."""
        return join(self.house, name)

    def person(self, name: str, **options: object) -> Person:
        """One of them at their own browser, signed in."""
        return signs_in(self.somebody(name, self.origin, **options), name)


@pytest.fixture
def make_server(make_server: Callable[..., Server], templates: Templates) -> Callable[..., Server]:
    """Makes a server that finds an empty database at the newest schema; tests/cli/test_serving.py begins without."""

    def make(name: str, database_url: str = "", **options: object) -> Server:
        server = make_server(name, database_url, **options)
        if not database_url:
            server.data.mkdir(mode=0o700)
            shutil.copy(templates.empty(), server.data / "parasol.db")
        return server

    return make


@pytest.fixture
def home(make_server: Callable[..., Server], somebody: Callable[..., Person]) -> Iterator[Home]:
    server = make_server("lantern").start()
    house = House.opened(load(settings_of(server)))
    house.database.write_now(lambda session: community.name_house(session, "Lantern House", "Notes", ""))
    yield Home(server.origin, house, somebody)
    house.close()
