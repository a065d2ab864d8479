"""Other houses: what runs there is not ours, their keys and signatures are real, and only the wire is memory."""

from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import httpcore2
import httpx2
import msgspec
import pytest
from fastapi import FastAPI
from sqlalchemy import select
from starlette.exceptions import HTTPException

from app import wiring
from app.accounts import community
from app.allies import actions as allies
from app.allies import queries as allies_known
from app.allies.queries import AllyFacts
from app.allies.rules import Scope
from app.basics import clock as real_clock
from app.doors.nothing import nothing
from app.jobs.models import Job
from app.jobs.runner import Runner
from app.leaving import removing
from app.storage.house import House
from federation import routes
from federation.addresses import Address, read_address
from federation.envoy import Envoy
from federation.fetch import Fetcher, FetchFailed
from federation.inbox import receive_lane
from federation.reach import Reachable
from federation.signatures import SignedRequest, SigningKey, load_private_key, public_pem, sign
from tests.world.cast import signing_keys

ACTIVITY = "application/activity+json"
BOTH = frozenset({Scope.POSTS, Scope.MEDIA})


class AClock:
    """Goes with the real one until it is moved; or stands still between two moves, for a machine may be slow."""

    def __init__(self) -> None:
        self.ahead = timedelta()
        self._stopped_at: datetime | None = None

    def __call__(self) -> datetime:
        return (self._stopped_at or real_clock.now()) + self.ahead

    def stops(self) -> None:
        self._stopped_at = real_clock.now()

    def moves(self, **by: float) -> None:
        self.ahead += timedelta(**by)


@dataclass
class PeerMember:
    """Somebody of another house, in the addresses of the software there."""

    name: str
    uri: str
    key: SigningKey

    @property
    def pem(self) -> str:
        return public_pem(self.key.private_key)


@dataclass
class APeer:
    """Another house, running Mastodon as far as anybody can tell."""

    origin: str
    clock: AClock
    served: dict[str, dict[str, Any]] = field(default_factory=dict)
    asked: list[SignedRequest] = field(default_factory=list)
    is_down: bool = False
    status: int = 200

    @property
    def host(self) -> str:
        return self.origin.partition("://")[2]

    def houses(self, name: str, key: int = 5) -> PeerMember:
        """Somebody lives there, and their actor can be fetched."""
        uri = f"{self.origin}/users/{name}"
        member = PeerMember(name, uri, a_key(f"{uri}#main-key", key))
        self.serves(uri, actor_of(member))
        return member

    def serves(self, url: str, document: dict[str, Any]) -> None:
        self.served[url] = document

    def forgets(self, url: str) -> None:
        del self.served[url]

    def signed(
        self, method: str, url: str, body: bytes | None, key: SigningKey, *, at: datetime | None = None
    ) -> list[tuple[str, str]]:
        return sign(method, read_address(url), body, key, now=at or self.clock())

    def answer(self, request: SignedRequest) -> tuple[int, bytes]:
        self.asked.append(request)
        found = self.served.get(self.origin + request.target)
        if self.status != 200 or found is None:
            return (404 if self.status == 200 else self.status), b""
        return 200, msgspec.json.encode(found)


@dataclass
class TheWire:
    """Which houses are there at all, and every origin that anybody here tried to reach."""

    peers: dict[str, APeer] = field(default_factory=dict)
    tried: list[str] = field(default_factory=list)


class WiredFetcher(Fetcher):
    """The real fetcher with its rules and its signatures; only its connections end in this process."""

    def __init__(self, wire: TheWire, may_reach: Callable[[str], bool], now: AClock) -> None:
        super().__init__(may_reach, now=now)
        self._wire = wire

    @asynccontextmanager
    async def _exchange(
        self, method: str, address: Address, headers: dict[str, str], body: bytes | None, seconds: float
    ) -> AsyncGenerator[httpcore2.Response]:
        self._wire.tried.append(address.origin)
        peer = self._wire.peers.get(address.origin)
        if peer is None or peer.is_down:
            raise FetchFailed("no such host", retryable=True)
        status, data = peer.answer(SignedRequest(method, address.target, list(headers.items()), body or b""))
        kind = "application/jrd+json" if "webfinger" in address.target else ACTIVITY
        yield httpcore2.Response(status, headers=[("content-type", kind)], content=data)


@dataclass
class AHouseOnTheWire:
    """Lantern House as others reach it: its real doors, its real gate, its inbox worked through on request."""

    envoy: Envoy
    app: FastAPI
    client: httpx2.AsyncClient
    runner: Runner

    @property
    def house(self) -> House:
        return self.envoy.house

    @property
    def inbox(self) -> str:
        return f"{self.envoy.origin}/ap/inbox"

    async def is_sent(self, body: bytes, headers: list[tuple[str, str]], url: str = "") -> httpx2.Response:
        return await self.client.post(url or self.inbox, content=body, headers=headers)

    async def is_asked(self, url: str, headers: list[tuple[str, str]] | None = None) -> httpx2.Response:
        return await self.client.get(url, headers=headers or [])

    async def hears(self, peer: APeer, by: PeerMember, activity: dict[str, Any], **signing: Any) -> httpx2.Response:
        """The peer delivers it, signed by that member."""
        body = msgspec.json.encode(activity)
        headers = peer.signed("POST", self.inbox, body, by.key, **signing)
        return await self.is_sent(body, headers)

    async def takes(self, peer: APeer, by: PeerMember, *activities: dict[str, Any]) -> None:
        """The peer delivers them one after the other, and the inbox is worked through."""
        for activity in activities:
            # A signature is as old as its second: said again within the same one it would be a replay.
            peer.clock.moves(seconds=1)
            answer = await self.hears(peer, by, activity)
            assert answer.status_code == 202, answer.text
        await self.works()

    async def shows(self, peer: APeer, by: PeerMember, url: str, **signing: Any) -> httpx2.Response:
        """The peer fetches it, signed by that member."""
        return await self.is_asked(url, peer.signed("GET", url, None, by.key, **signing))

    async def works(self) -> None:
        """Everything that came in and may be handled now is handled."""
        await self.runner.settle()

    def waiting(self) -> list[str]:
        """The kinds of what still waits in the inbox."""
        return self.house.database.read_now(
            lambda session: list(session.scalars(select(Job.kind).where(Job.queue == "receive").order_by(Job.id)))
        )

    def allies_with(self, peer: APeer, scopes: frozenset[Scope] = BOTH) -> AllyFacts:
        return self.house.database.write_now(allies.ally_by_hand, peer.origin, scopes, now=self.envoy.clock())

    def ally(self, peer: APeer) -> AllyFacts:
        found = self.house.database.read_now(allies_known.by_origin, peer.origin)
        assert found is not None
        return found

    def has_seen(self, peer: APeer, state: str) -> None:
        """One side has said yes, and the other has not."""
        pinned = allies.Pinned(f"{peer.origin}/actor", f"{peer.origin}/actor#key", "", f"{peer.origin}/inbox")
        if state == "knocked":
            self.house.database.write_now(allies.note_their_knock, peer.origin, pinned, now=self.envoy.clock())
        else:
            self.house.database.write_now(allies.note_our_knock, peer.origin, pinned, BOTH, now=self.envoy.clock())

    def pins(self, peer: APeer, key: int) -> PeerMember:
        """A pact with another Parasol house, whose own key was compared and pinned; that house's own actor."""
        uri = f"{peer.origin}/ap/instance"
        itself = PeerMember("house", uri, a_key(uri + "#key", key))
        pinned = allies.Pinned(uri, itself.key.key_id, itself.pem, f"{peer.origin}/ap/inbox")
        database, now = self.house.database, self.envoy.clock()
        database.write_now(allies.note_our_knock, peer.origin, pinned, BOTH, now=now)
        database.write_now(allies.note_their_answer, peer.origin, now=now)
        return itself

    def pauses(self, peer: APeer) -> None:
        self.house.database.write_now(allies.pause, peer.origin, now=self.envoy.clock())

    def parts_from(self, peer: APeer) -> None:
        self.house.database.write_now(allies.part, peer.origin, now=self.envoy.clock())


def a_key(key_id: str, number: int) -> SigningKey:
    return SigningKey(key_id, load_private_key(signing_keys(number)[0].decode()))


def actor_of(member: PeerMember) -> dict[str, Any]:
    """The actor as Mastodon serves it, as far as anybody reads it."""
    origin = member.uri.rpartition("/users/")[0]
    return {
        "@context": ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"],
        "id": member.uri,
        "type": "Person",
        "preferredUsername": member.name,
        "name": member.name.title(),
        "summary": "<p>Hello</p>",
        "inbox": f"{member.uri}/inbox",
        "outbox": f"{member.uri}/outbox",
        "followers": f"{member.uri}/followers",
        "endpoints": {"sharedInbox": f"{origin}/inbox"},
        "publicKey": {"id": member.key.key_id, "owner": member.uri, "publicKeyPem": member.pem},
    }


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def settle(house: House) -> Callable[[], Awaitable[object]]:
    """Everything that waits in this house is done."""
    return wiring.runner(wiring.envoy_of(house)).settle


@pytest.fixture
def clock() -> AClock:
    return AClock()


@pytest.fixture
def the_wire() -> TheWire:
    return TheWire()


@pytest.fixture
def make_peer(the_wire: TheWire, clock: AClock) -> Callable[[str], APeer]:
    """Another house stands at that origin; whether it is an ally is another question."""

    def make(origin: str) -> APeer:
        peer = the_wire.peers[origin] = APeer(origin, clock)
        return peer

    return make


@pytest.fixture
async def lantern(house: House, the_wire: TheWire, clock: AClock) -> AsyncIterator[AHouseOnTheWire]:
    """Lantern House with its doors open to others."""
    facts = house.database.write_now(community.founded, house.key)
    reachable = Reachable(house.database)
    envoy = Envoy(house, facts, WiredFetcher(the_wire, reachable, clock), clock)
    app = FastAPI(redirect_slashes=False, openapi_url=None, docs_url=None, redoc_url=None)
    app.state.envoy, app.state.house = envoy, house
    app.add_exception_handler(HTTPException, _not_here)
    routes.mount(app)
    queues = {"receive": receive_lane(envoy), removing.QUEUE: removing.remove_lane(house, clock)}
    runner = Runner(house.database, react=lambda session, event: None, queues=queues, clock=clock)
    transport = httpx2.ASGITransport(app)
    async with httpx2.AsyncClient(transport=transport, base_url=envoy.origin) as client:
        yield AHouseOnTheWire(envoy, app, client, runner)
    await envoy.fetcher.aclose()


async def _not_here(request: object, error: Exception) -> object:
    return nothing()


@pytest.fixture
def an_ally(make_peer: Callable[[str], APeer], lantern: AHouseOnTheWire) -> APeer:
    """Harbour House, with which Lantern House is allied."""
    peer = make_peer("https://harbour.example")
    lantern.allies_with(peer)
    return peer


@pytest.fixture
def ana(an_ally: APeer) -> PeerMember:
    """Ana, who lives at Harbour House."""
    return an_ally.houses("ana")


@pytest.fixture
def a_strange_house(make_peer: Callable[[str], APeer]) -> APeer:
    """A house that exists, and of which nobody here has ever heard."""
    return make_peer("https://elsewhere.example")


@pytest.fixture
def an_impostor(a_strange_house: APeer) -> PeerMember:
    """Somebody from elsewhere with a key of their own and no good intentions."""
    return a_strange_house.houses("mallory", key=6)
