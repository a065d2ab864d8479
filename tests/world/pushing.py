"""A push service as browsers have theirs, real and on loopback, and a house whose members are told through it."""

import asyncio
import base64
import os
import threading
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

import msgspec
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import select

from app import wiring
from app.accounts import community, secrets
from app.accounts.models import AppToken
from app.jobs.models import Job
from app.jobs.runner import Runner
from app.notifications import telling
from app.push import actions
from app.push.models import PushSubscription
from app.push.sealed import Where
from app.storage.house import House
from federation.envoy import Envoy
from federation.fetch import Fetcher
from federation.reach import Reachable
from tests.federation.servers import UNHURRIED, ANameServer
from tests.world.cast import Member
from tests.world.peers import AClock

NAME = "push.test"


@dataclass(frozen=True)
class Pushed:
    """What came in at the service."""

    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def token(self) -> dict[str, object]:
        """What the house said of itself (RFC 8292), its signature checked."""
        scheme, _, rest = self.headers["authorization"].partition(" ")
        parts = dict(part.strip().split("=", 1) for part in rest.split(","))
        assert scheme == "vapid"
        said, _, signature = parts["t"].rpartition(".")
        key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), read64(parts["k"]))
        raw = read64(signature)
        r, s = int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")
        key.verify(encode_dss_signature(r, s), said.encode(), ec.ECDSA(hashes.SHA256()))
        head, claims = (msgspec.json.decode(read64(part)) for part in said.split("."))
        assert head == {"typ": "JWT", "alg": "ES256"}
        return claims


@dataclass
class APushService:
    """Takes what its rules allow: a token that holds, with an audience that it is, and how long to keep it."""

    name: str = NAME
    status: int = 201
    answer_headers: tuple[str, ...] = ()
    got: list[Pushed] = field(default_factory=list)
    connections: int = 0
    somebody_came: asyncio.Event = field(default_factory=asyncio.Event)
    may_answer: asyncio.Event = field(default_factory=asyncio.Event)

    async def opens(self) -> None:
        self.may_answer.set()
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def closes(self) -> None:
        self._server.close()

    @property
    def host(self) -> str:
        return f"{self.name}:{self.port}"

    @property
    def origin(self) -> str:
        return f"http://{self.host}"

    def endpoint(self, word: str = "one") -> str:
        return f"{self.origin}/send/{word}"

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            first, *lines = head.rstrip().split("\r\n")
            headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
            body = await reader.readexactly(int(headers["content-length"]))
            pushed = Pushed(first.split(" ")[1], headers, body)
            self.got.append(pushed)
            self.somebody_came.set()
            await self.may_answer.wait()
            lines = [f"HTTP/1.1 {self._judged(pushed)} x", "Content-Length: 0", "Connection: close"]
            writer.write("\r\n".join([*lines, *self.answer_headers, "", ""]).encode())
            await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    def _judged(self, pushed: Pushed) -> int:
        try:
            fits = pushed.token["aud"] == self.origin and pushed.headers["ttl"].isdigit()
        except (InvalidSignature, KeyError, ValueError, AssertionError):
            return 403
        return self.status if fits else 403


@dataclass
class AnAppsKeys:
    """What an app keeps to itself, so that nobody on the way reads what it is sent (RFC 8291)."""

    private: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    auth: bytes = field(default_factory=lambda: os.urandom(16))

    @property
    def p256dh(self) -> bytes:
        return self.private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    def opens(self, body: bytes) -> bytes:
        salt, size = body[:16], body[20]
        sender, sealed = body[21 : 21 + size], body[21 + size :]
        shared = self.private.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender))
        secret = _hkdf(shared, self.auth, b"WebPush: info\x00" + self.p256dh + sender, 32)
        key = _hkdf(secret, salt, b"Content-Encoding: aes128gcm\x00", 16)
        nonce = _hkdf(secret, salt, b"Content-Encoding: nonce\x00", 12)
        return AESGCM(key).decrypt(nonce, sealed, None).rstrip(b"\x00").removesuffix(b"\x02")


@dataclass
class Ringing:
    """Lantern House with the service switched on. `passes` lets time go by and does what is due then."""

    envoy: Envoy
    service: APushService
    names: ANameServer
    clock: AClock

    @property
    def house(self) -> House:
        return self.envoy.house

    def switches_on(self, host: str) -> None:
        self.house.database.write_now(actions.switch_on, "steward", host, key=self.house.key, lab=True)

    def switches_off(self, host: str) -> None:
        self.house.database.write_now(actions.switch_off, "steward", host, key=self.house.key)

    def asks_in_a_browser(self, member: Member, endpoint: str = "", secret: str = "") -> str:
        """A member switches it on in a browser; the secret of the session there."""
        secret = secret or member.signs_in(self.clock())
        where = Where(endpoint or self.service.endpoint())
        key, now = self.house.key, self.clock()
        self.house.database.write_now(actions.tell_session, member.id, secret, where, key=key, now=now)
        return secret

    def asks_in_an_app(self, token: str, member: Member, keys: AnAppsKeys, **more: object) -> None:
        where = Where(self.service.endpoint("app"), keys.p256dh, keys.auth, **more)  # type: ignore[arg-type]
        of_token = select(AppToken.id).where(AppToken.token_hash == secrets.token_hash(token))
        token_id = self.house.database.read_now(lambda session: session.scalars(of_token).one())
        key, now = self.house.key, self.clock()
        self.house.database.write_now(actions.tell_app, member.id, token_id, where, key=key, now=now)

    def rings(self, member: Member, by: Member, kind: str = "follow", post_id: int | None = None) -> None:
        self.house.database.write_now(telling.tell, member.id, kind, by.id, post_id, now=self.clock())

    @cached_property
    def runner(self) -> Runner:
        return wiring.runner(self.envoy)

    async def settles(self) -> None:
        await self.runner.settle()

    async def passes(self, **by: float) -> None:
        self.clock.moves(**by)
        await self.settles()

    def waiting(self) -> int:
        return self.house.database.read_now(
            lambda session: len(session.scalars(select(Job.id).where(Job.queue == "push")).all())
        )

    def asked(self) -> list[PushSubscription]:
        return self.house.database.read_now(lambda session: list(session.scalars(select(PushSubscription))))


@pytest.fixture
def a_push_service_nearby() -> Iterator[APushService]:
    """The same for servers in processes of their own, which find it by its address."""
    service, loop = APushService("127.0.0.1"), asyncio.new_event_loop()
    working = threading.Thread(target=loop.run_forever)
    working.start()
    asyncio.run_coroutine_threadsafe(service.opens(), loop).result()
    yield service
    asyncio.run_coroutine_threadsafe(service.closes(), loop).result()
    loop.call_soon_threadsafe(loop.stop)
    working.join()
    loop.close()


@pytest.fixture
async def a_push_service() -> AsyncIterator[APushService]:
    service = APushService()
    await service.opens()
    yield service
    await service.closes()


@pytest.fixture
async def ringing(house: House, a_push_service: APushService, clock: AClock) -> AsyncIterator[Ringing]:
    """Nothing of it is made up but where the service's name leads: to this machine."""
    in_a_lab = replace(house, settings=replace(house.settings, lab=True))
    names, reachable = ANameServer(["127.0.0.1"]), Reachable(house.database)
    fetcher = Fetcher(reachable, may_push=reachable.takes_push, lab=True, resolve=names, patience=UNHURRIED, now=clock)
    envoy = Envoy(in_a_lab, house.database.write_now(community.founded, house.key), fetcher, clock)
    there = Ringing(envoy, a_push_service, names, clock)
    there.switches_on(a_push_service.host)
    yield there
    await fetcher.aclose()


def read64(words: str) -> bytes:
    return base64.urlsafe_b64decode(words + "=" * (-len(words) % 4))


def _hkdf(secret: bytes, salt: bytes, info: bytes, size: int) -> bytes:
    return HKDF(hashes.SHA256(), size, salt, info).derive(secret)
