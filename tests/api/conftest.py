"""A house's client API in this process, and apps of its members that speak with it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from app import wiring
from app.accounts import community
from app.accounts.actions import apps
from app.api import door
from app.basics.clock import now
from app.basics.events import Event
from app.doors.limits import Limits
from app.doors.pace import Pace
from app.jobs import outbox
from app.media.forms import CleanPicture
from app.storage.house import House
from federation.envoy import Envoy
from federation.fetch import Fetcher
from federation.gate import Gate
from federation.reach import Reachable
from tests.world.cast import Member

EVERYTHING = "read write follow push"
CLEAN = CleanPicture("image/webp", b"the whole picture", b"the small picture", 640, 480, 320, 240, "L" * 28)


@dataclass(frozen=True)
class Door:
    """The house as apps reach it. `settles` does what waits for a job: homes are filled, people are told."""

    client: TestClient
    envoy: Envoy

    def settles(self) -> None:
        database = self.envoy.house.database
        while ids := database.read_now(outbox.waiting):
            done = database.write_now(outbox.react_to, ids, self._react)
            assert not done.failed, done.failed

    def _react(self, session: Session, event: Event) -> None:
        for reaction in wiring.AT_HOME.get(type(event), ()):
            reaction(self.envoy, session, event)


@dataclass(frozen=True)
class Phone:
    """An app of a member, with their token."""

    client: TestClient
    token: str

    def asks(self, method: str, path: str, **how: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.token}", **how.pop("headers", {})}
        return self.client.request(method, path, headers=headers, **how)

    def gets(self, path: str, **params: Any) -> Any:
        return self.asks("GET", path, params=params)

    def posts(self, path: str, **form: Any) -> Any:
        return self.asks("POST", path, data=form)

    def says(self, text: str, **form: Any) -> dict[str, Any]:
        """A post of that text, as it came back."""
        answer = self.posts("/api/v1/statuses", status=text, **form)
        assert answer.status_code == 200, answer.text
        return answer.json()


@pytest.fixture
def the_door(house: House) -> Iterator[Door]:
    """Lantern House, open to apps."""
    app = FastAPI(openapi_url=None, redirect_slashes=False)
    envoy = Envoy(house, house.database.write_now(community.founded, house.key), Fetcher(Reachable(house.database)))
    app.state.house, app.state.envoy, app.state.gate = house, envoy, Gate(envoy)
    app.state.limits = Limits(on=True)
    app.state.pace = Pace(lambda: house.database.read(community.slow_until))
    door.mount(app)
    with TestClient(app, base_url=house.settings.origin, follow_redirects=False) as client:
        yield Door(client, envoy)


@pytest.fixture
def an_app_of(the_door: Door, house: House) -> Callable[..., Phone]:
    """A member's app, signed in with these scopes."""

    def sign_in(member: Member | None, scopes: str = EVERYTHING) -> Phone:
        given = house.database.write_now(_token, member and member.id, scopes, house)
        return Phone(the_door.client, given)

    return sign_in


def _token(session: Session, account_id: int | None, scopes: str, house: House) -> str:
    app = apps.register(session, "Tusk", [apps.OUT_OF_BAND], EVERYTHING, "", key=house.key, now=now())
    return apps.give_token(session, app.id, account_id, scopes, member_key=None, now=now())


@pytest.fixture
def marisol(an_app_of: Callable[..., Phone], a_member: Member) -> Phone:
    """Marisol's app."""
    return an_app_of(a_member)


@pytest.fixture
def juno(an_app_of: Callable[..., Phone], another_member: Member) -> Phone:
    """Juno's app."""
    return an_app_of(another_member)


@pytest.fixture
def stranger(the_door: Door) -> Phone:
    """Somebody with a token that was made up."""
    return Phone(the_door.client, "made-up")


@pytest.fixture
def pictures_are_clean(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the cleaning itself isn't the subject (tests/media), its slow process is not started."""

    async def at_once(data: bytes) -> CleanPicture:
        return CLEAN

    monkeypatch.setattr("app.api.mastodon.media.clean_picture", at_once)
