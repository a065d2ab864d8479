"""Lantern House with its doors open, and people's browsers in front of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app import main, wiring
from app.accounts import community
from app.accounts.actions import joining
from app.basics.clock import now
from app.doors.limits import Limits
from app.storage import Session
from app.storage.house import House
from federation.envoy import Envoy
from tests.web.browser import Browser
from tests.world.cast import Member

COOKIE = "__Host-session"


@dataclass
class OpenHouse:
    """The whole app of a house, as browsers reach it. `settles` does what waits for a job."""

    envoy: Envoy
    app: FastAPI
    client: TestClient

    @property
    def house(self) -> House:
        return self.envoy.house

    def browser(self) -> Browser:
        """Somebody's browser, with nothing in it."""
        return Browser(self.client, self.house.settings.origin)

    def browser_of(self, member: Member) -> Browser:
        """A member's browser, signed in."""
        secret = member.signs_in()
        return Browser(self.client, self.house.settings.origin, {COOKIE: secret})

    def invitation_by(self, member: Member) -> str:
        """An invitation's path."""
        token = self.house.database.write_now(joining.invite, member.id, now=now())
        return f"/join/{token}"

    def settles(self) -> None:
        assert self.client.portal is not None
        self.client.portal.call(wiring.runner(self.envoy).settle)

    def settles_at(self, moment: datetime) -> None:
        """The same, as if it were later."""
        assert self.client.portal is not None
        self.client.portal.call(wiring.runner(replace(self.envoy, clock=lambda: moment)).settle)

    def is_at(self, moment: datetime) -> None:
        """The clock moves."""
        self.app.state.envoy = replace(self.envoy, clock=lambda: moment)

    def counts(self) -> None:
        """From now on too many tries are too many; elsewhere tests try as often as they like."""
        self.app.state.limits = Limits(on=True)


@pytest.fixture
def lantern(house: House) -> Iterator[OpenHouse]:
    """Lantern House, set up, without rate limits."""
    with open_house(house) as opened:
        yield opened


@contextmanager
def open_house(house: House) -> Iterator[OpenHouse]:
    """A house with its doors open for as long as it is needed."""
    house.database.write_now(_named)
    envoy = wiring.envoy_of(house)
    app = main.build(envoy, works=False)
    app.state.limits = Limits(on=False)
    app.state.listeners.close()  # a client in this process would wait for a stream's end; listening is in tests/live
    with TestClient(app, base_url=house.settings.origin, follow_redirects=False) as client:
        yield OpenHouse(envoy, app, client)


@pytest.fixture
def stranger(lantern: OpenHouse) -> Browser:
    """Somebody passing by."""
    return lantern.browser()


@pytest.fixture
def marisol(lantern: OpenHouse, a_member: Member) -> Browser:
    """Marisol's browser."""
    return lantern.browser_of(a_member)


@pytest.fixture
def juno(lantern: OpenHouse, another_member: Member) -> Browser:
    """Juno's browser."""
    return lantern.browser_of(another_member)


@pytest.fixture
def vera(lantern: OpenHouse, a_steward: Member) -> Browser:
    """The steward's browser."""
    return lantern.browser_of(a_steward)


def _named(session: Session) -> None:
    community.name_house(session, "Lantern House", "Notes", "https://weather.example/")
