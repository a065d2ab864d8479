"""Two houses and the net between them: everything in them is real; the net is memory, and does as it is told."""

from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpcore2
import httpx2
import msgspec
import pytest
from fastapi import FastAPI
from sqlalchemy import select

from app import wiring
from app.accounts import community
from app.accounts import queries as accounts
from app.accounts.queries import AccountFacts
from app.allies import queries as allies
from app.allies.queries import AllyFacts
from app.allies.rules import State
from app.api import emoji, pictures
from app.basics.ids import new_token
from app.doors.limits import Limits
from app.jobs.models import Job, Lane
from app.jobs.runner import Runner
from app.media import storing
from app.media.cleaning import clean_picture
from app.posts.actions import picturing
from app.storage.house import House
from federation import lookup, pact, routes
from federation.addresses import Address
from federation.envoy import Envoy
from federation.fetch import Fetcher, FetchFailed
from federation.reach import Reachable
from tests.world.cast import Member, join
from tests.world.peers import AClock

Told = tuple[int, list[tuple[str, str]], bytes]


@dataclass(frozen=True)
class Sent:
    """A request as it went over the net."""

    method: str
    url: str
    headers: dict[str, str]
    body: bytes

    @property
    def activity(self) -> dict[str, Any]:
        return msgspec.json.decode(self.body)


@dataclass
class Net:
    """Carries requests to the houses there are. A rule for an origin may answer in its place, or raise."""

    doors: dict[str, FastAPI] = field(default_factory=dict)
    rules: dict[str, Callable[[Sent], Told | None]] = field(default_factory=dict)
    loses_answers_of: set[str] = field(default_factory=set)
    sent: list[Sent] = field(default_factory=list)

    def cuts(self, origin: str) -> None:
        self.answers(origin, 0)

    def mends(self, origin: str) -> None:
        self.rules.pop(origin, None)
        self.loses_answers_of.discard(origin)

    def answers(self, origin: str, status: int, **headers: str) -> None:
        """Whatever is posted to that origin gets this answer; a status of 0 is no answer at all."""

        def rule(sent: Sent) -> Told | None:
            if status == 0:
                raise FetchFailed("cut", retryable=True)
            named = [(name.replace("_", "-"), value) for name, value in headers.items()]
            return (status, named, b"") if sent.method == "POST" else None

        self.rules[origin] = rule

    def posted_to(self, origin: str) -> list[dict[str, Any]]:
        return [s.activity for s in self.sent if s.method == "POST" and s.url.startswith(origin + "/")]

    async def carry(self, sent: Sent, origin: str) -> Told:
        self.sent.append(sent)
        if origin in self.rules and (told := self.rules[origin](sent)) is not None:
            return told
        if origin not in self.doors:
            raise FetchFailed("no such host", retryable=True)
        transport = httpx2.ASGITransport(self.doors[origin])
        async with httpx2.AsyncClient(transport=transport) as client:
            got = await client.request(sent.method, sent.url, headers=sent.headers, content=sent.body)
        if origin in self.loses_answers_of and sent.method == "POST":
            raise FetchFailed("the answer was lost", retryable=True)
        return got.status_code, list(got.headers.items()), got.content


class NetFetcher(Fetcher):
    """The real fetcher, with its rules and its signatures; only its connections end in this process."""

    def __init__(self, net: Net, may_reach: Callable[[str], bool], clock: AClock) -> None:
        super().__init__(may_reach, now=clock)
        self._net = net

    @asynccontextmanager
    async def _exchange(
        self, method: str, address: Address, headers: dict[str, str], body: bytes | None, seconds: float
    ) -> AsyncGenerator[httpcore2.Response]:
        status, named, content = await self._net.carry(Sent(method, address.url, headers, body or b""), address.origin)
        yield httpcore2.Response(status, headers=named, content=content)


@dataclass
class Neighbour:
    """A house with its doors open, whose jobs are done when it is told to."""

    envoy: Envoy
    app: FastAPI
    runner: Runner

    @property
    def house(self) -> House:
        return self.envoy.house

    @property
    def origin(self) -> str:
        return self.envoy.origin

    async def draws(self, member: Member, picture: bytes, description: str = "") -> int:
        """A picture of theirs, cleaned and kept, not in a post yet."""
        clean, blob = await clean_picture(picture), new_token()
        await storing.store(self.house.blobs, blob, clean)
        return await self.house.database.write(
            picturing.add_picture, member.id, clean, blob, description, now=self.envoy.clock()
        )

    def files(self) -> list[str]:
        """Where files of pictures lie."""
        folder = self.house.settings.data / "media"
        return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())

    def houses(self, name: str) -> Member:
        return join(self.house, name)

    def sees(self, other: "Neighbour") -> AllyFacts | None:
        return self.house.database.read_now(allies.by_origin, other.origin)

    def stands(self, other: "Neighbour") -> State | None:
        facts = self.sees(other)
        return facts and facts.state

    def ally_id(self, other: "Neighbour") -> int:
        facts = self.sees(other)
        assert facts is not None
        return facts.id

    async def works(self) -> bool:
        """Does what may be done now; whether there was anything."""
        return await self.runner.settle()

    async def knows(self, member: Member) -> Member:
        """Looks somebody of the other house up; they as an account here."""
        found = await lookup.find(self.envoy, f"@{member.name}@{member.house.settings.host}")
        assert found is not None
        assert found.account_id is not None
        return Member(self.house, found.account_id, member.name)

    def account(self, account_id: int) -> AccountFacts | None:
        return self.house.database.read_now(accounts.by_id, account_id)

    def waiting(self, queue: str = "deliver") -> list[str]:
        """The kinds of what lies in a queue."""
        return self.house.database.read_now(
            lambda session: list(session.scalars(select(Job.kind).where(Job.queue == queue).order_by(Job.id)))
        )

    def lane(self, other: "Neighbour", queue: str = "deliver") -> Lane | None:
        return self.house.database.read_now(lambda session: session.get(Lane, (queue, self.ally_id(other))))


async def settle(*houses: Neighbour) -> None:
    """Everything that is on its way arrives and is answered."""
    for _ in range(4):
        if not any([await house.works() for house in houses]):
            return


@pytest.fixture
def net() -> Net:
    return Net()


@pytest.fixture
def hours() -> AClock:
    """The clock of both houses."""
    return AClock()


@pytest.fixture
async def make_neighbour(
    make_house: Callable[[str], House], net: Net, hours: AClock
) -> AsyncIterator[Callable[[str], Neighbour]]:
    """Opens a house of that label on the net."""
    made: list[Neighbour] = []

    def make(label: str) -> Neighbour:
        house = make_house(label)
        facts = house.database.write_now(community.founded, house.key)
        envoy = Envoy(house, facts, NetFetcher(net, Reachable(house.database), hours), hours)
        app = FastAPI(redirect_slashes=False, openapi_url=None, docs_url=None, redoc_url=None)
        app.state.envoy, app.state.house, app.state.limits = envoy, house, Limits(on=True)
        routes.mount(app)
        pictures.door.opens_in(app)
        emoji.door.opens_in(app)
        net.doors[envoy.origin] = app
        made.append(Neighbour(envoy, app, wiring.runner(envoy)))
        return made[-1]

    yield make
    for neighbour in made:
        await neighbour.envoy.fetcher.aclose()


@pytest.fixture
def near(make_neighbour: Callable[[str], Neighbour]) -> Neighbour:
    """Lantern House."""
    return make_neighbour("lantern")


@pytest.fixture
def far(make_neighbour: Callable[[str], Neighbour]) -> Neighbour:
    """Harbour House."""
    return make_neighbour("harbour")


@pytest.fixture
async def allied(near: Neighbour, far: Neighbour) -> tuple[Neighbour, Neighbour]:
    """Lantern and Harbour House, after people on both sides have said yes."""
    await pact.knock(near.envoy, far.origin)
    await pact.accept(far.envoy, near.origin)
    return near, far
