"""We go to allies and nowhere else, and take only so much from them. The servers are real, on loopback."""

import asyncio
import gzip
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import UTC, datetime

import pytest

from federation.fetch import Fetcher, FetchFailed, FetchRefused, Patience
from federation.signatures import (
    SignedRequest,
    SigningKey,
    load_private_key,
    new_private_key,
    public_pem,
    read_claim,
    verify,
)

pytestmark = pytest.mark.anyio

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
KEY = SigningKey("https://house.example/actor#main-key", load_private_key(new_private_key()))
QUICK = Patience(connect=0.5, whole=0.5, picture=0.5, excerpt=0.2)
NOTE = b'{"type":"Note"}'


def an_answer(body: bytes = NOTE, *headers: str, status: str = "200 OK", length: int | None = None) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body) if length is None else length}", *headers]
    if not any(line.lower().startswith("content-type") for line in headers):
        lines.append("Content-Type: application/activity+json")
    return "\r\n".join([*lines, "", ""]).encode() + body


class AHouse:
    """A server on loopback that notes what it is asked and answers as it is told."""

    def __init__(self) -> None:
        self.answers = an_answer()
        self.keeps_sending = b""
        self.asked: list[bytes] = []
        self.connections = 0
        self.sent = 0

    async def opens(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        self.origin = f"http://house.test:{self.port}"

    async def closes(self) -> None:
        self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                length = next(
                    (int(h.split(b":")[1]) for h in head.split(b"\r\n") if h.lower().startswith(b"content-length")),
                    0,
                )
                self.asked.append(head + await reader.readexactly(length))
                writer.write(self.answers)
                await writer.drain()
                while self.keeps_sending:
                    writer.write(self.keeps_sending)
                    await writer.drain()
                    self.sent += len(self.keeps_sending)
                    await asyncio.sleep(0)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


class ANameServer:
    """A resolver that notes what it is asked; each look-up takes the next answer, the last one for ever."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked.append(host)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def a_house() -> AsyncIterator[AHouse]:
    house = AHouse()
    await house.opens()
    yield house
    await house.closes()


@pytest.fixture
async def a_fetcher() -> AsyncIterator[Callable[..., Fetcher]]:
    made: list[Fetcher] = []

    def make(may_reach=lambda origin: True, *, names=None, lab=True, patience=QUICK) -> Fetcher:
        fetcher = Fetcher(
            may_reach,
            lab=lab,
            resolve=names or ANameServer(["127.0.0.1"]),
            patience=patience,
            now=lambda: NOW,
        )
        made.append(fetcher)
        return fetcher

    yield make
    for fetcher in made:
        await fetcher.aclose()


async def test_an_ally_is_asked_with_a_signature_that_holds(a_house, a_fetcher):
    fetcher = a_fetcher({a_house.origin}.__contains__)

    document = await fetcher.get_json(f"{a_house.origin}/notes/1?x=y", signer=KEY)

    assert document == {"type": "Note"}
    verify(
        read_claim(as_request(a_house.asked[0]), now=NOW, our_origin=a_house.origin),
        public_pem(KEY.private_key),
    )


@pytest.mark.parametrize("style", ["cavage", "rfc9421"])
async def test_a_delivery_is_signed_over_its_body(a_house, a_fetcher, style):
    a_house.answers = an_answer(b"", status="202 Accepted")

    answer = await a_fetcher().post(f"{a_house.origin}/inbox", NOTE, signer=KEY, style=style)

    assert answer.accepted
    assert as_request(a_house.asked[0]).body == NOTE
    verify(
        read_claim(as_request(a_house.asked[0]), now=NOW, our_origin=a_house.origin),
        public_pem(KEY.private_key),
    )


async def test_what_we_send_says_nothing_particular(a_house, a_fetcher):
    await a_fetcher().get_json(f"{a_house.origin}/notes/1", signer=None)

    names = {name for name, _ in as_request(a_house.asked[0]).headers}
    assert names == {"host", "user-agent", "accept", "accept-encoding"}


@pytest.mark.parametrize(
    "url",
    [
        "http://stranger.test/",
        "http://ally.test@stranger.test/",
        "http://ally.test.stranger.test/",
        "http://stranger.test\\@ally.test/",
        "http://stranger.test#@ally.test/",
        "https://ally.test/",
        "http://ally.test:8080/",
        "ftp://ally.test/",
        "http://127.0.0.1:1/",
    ],
)
async def test_a_stranger_is_refused_before_anybody_is_asked_where_it_is(a_fetcher, url):
    names = ANameServer(["127.0.0.1"])
    fetcher = a_fetcher({"http://ally.test"}.__contains__, names=names)

    for attempt in (
        fetcher.get_json(url, signer=KEY),
        fetcher.get_bytes(url, signer=KEY),
        fetcher.post(url, NOTE, signer=KEY),
    ):
        with pytest.raises(FetchRefused):
            await attempt

    assert names.asked == []


async def test_an_empty_list_is_nobody(a_house, a_fetcher):
    with pytest.raises(FetchRefused):
        await a_fetcher(frozenset().__contains__).get_json(a_house.origin, signer=None)

    assert a_house.connections == 0


async def test_a_steward_may_type_in_an_origin_that_is_no_ally_yet(a_house, a_fetcher):
    fetcher = a_fetcher(lambda origin: False)

    await fetcher.get_json(a_house.origin, signer=None, typed_by_steward=True)
    await fetcher.post(a_house.origin, NOTE, signer=None, typed_by_steward=True)

    assert len(a_house.asked) == 2


@pytest.mark.parametrize(
    "addresses",
    [
        ["169.254.169.254"],
        ["10.1.2.3"],
        ["::ffff:127.0.0.1"],
        ["93.184.216.34", "10.1.2.3"],
        ["127.0.0.1", "192.168.0.1"],
        ["127.0.0.1", "::ffff:10.0.0.1"],
        ["not an address"],
    ],
)
async def test_one_address_that_is_not_on_the_open_internet_is_enough_to_refuse(a_house, a_fetcher, addresses):
    fetcher = a_fetcher(names=ANameServer(addresses))

    with pytest.raises(FetchRefused):
        await fetcher.get_json(a_house.origin, signer=None)

    assert a_house.connections == 0


async def test_loopback_is_for_labs(a_fetcher):
    names = ANameServer(["127.0.0.1"])

    with pytest.raises(FetchRefused):
        await a_fetcher(names=names, lab=False).get_json("https://ally.example/", signer=None)

    assert names.asked == ["ally.example"]


async def test_a_literal_address_gets_no_easier_treatment(a_fetcher):
    fetcher = a_fetcher(names=ANameServer(["169.254.169.254"]))

    with pytest.raises(FetchRefused):
        await fetcher.get_json("http://169.254.169.254/latest/meta-data", signer=None)


async def test_a_name_cannot_change_its_mind_between_the_look_and_the_leap(a_house, a_fetcher):
    names = ANameServer(["127.0.0.1"], ["10.0.0.1"])
    fetcher = a_fetcher(names=names)

    await fetcher.get_json(a_house.origin, signer=None)
    await fetcher.get_json(a_house.origin, signer=None)

    assert names.asked == ["house.test"]
    assert (a_house.connections, len(a_house.asked)) == (1, 2)


@pytest.mark.parametrize("addresses", [["127.0.0.2", "127.0.0.1", "::1"], ["127.0.0.2", "::1", "127.0.0.1"]])
async def test_the_next_address_is_tried_when_one_does_not_answer(a_house, a_fetcher, addresses):
    fetcher = a_fetcher(names=ANameServer(addresses))

    assert await fetcher.get_json(a_house.origin, signer=None)


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "307 Temporary Redirect", "308 Permanent Redirect"])
@pytest.mark.parametrize("to", ["http://stranger.test/", "/elsewhere"])
async def test_a_redirect_is_not_followed(a_house, a_fetcher, status, to):
    a_house.answers = an_answer(b"", f"Location: {to}", status=status)
    names = ANameServer(["127.0.0.1"])
    fetcher = a_fetcher(names=names)

    with pytest.raises(FetchFailed) as failure:
        await fetcher.get_json(a_house.origin, signer=KEY)
    answer = await fetcher.post(a_house.origin, NOTE, signer=KEY)

    assert failure.value.answered == answer.status == int(status[:3])
    assert answer.retryable
    assert set(names.asked) == {"house.test"}
    assert len(a_house.asked) == 2


async def test_a_cookie_is_not_kept(a_house, a_fetcher):
    a_house.answers = an_answer(NOTE, "Set-Cookie: a=b")
    fetcher = a_fetcher()

    await fetcher.get_json(a_house.origin, signer=None)
    await fetcher.get_json(a_house.origin, signer=None)

    assert b"cookie" not in a_house.asked[1].lower()


async def test_a_proxy_in_the_environment_is_not_used(a_house, a_fetcher, monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")

    assert await a_fetcher().get_json(a_house.origin, signer=None)


async def test_a_body_without_end_is_cut_off(a_house, a_fetcher):
    a_house.answers = an_answer(b"", "Content-Type: image/png", length=10**12)
    a_house.keeps_sending = b"x" * 65536

    with pytest.raises(FetchFailed) as failure:
        await a_fetcher(patience=Patience()).get_bytes(a_house.origin, signer=None, limit=200_000)

    assert not failure.value.retryable
    assert a_house.sent < 20_000_000


async def test_a_body_may_be_as_long_as_the_limit_and_no_longer(a_house, a_fetcher):
    a_house.answers = an_answer(b"12345")
    fetcher = a_fetcher()

    assert await fetcher.get_bytes(a_house.origin, signer=None, limit=5) == b"12345"
    with pytest.raises(FetchFailed):
        await fetcher.get_bytes(a_house.origin, signer=None, limit=4)


async def test_a_document_of_more_than_a_mebibyte_is_refused(a_house, a_fetcher):
    a_house.answers = an_answer(b'{"a":"' + b"x" * 1024 * 1024 + b'"}')

    with pytest.raises(FetchFailed):
        await a_fetcher(patience=Patience()).get_json(a_house.origin, signer=None)


@pytest.mark.parametrize("said", [b"", b"HTTP/1.1 200", an_answer(b"{", length=20), b"HTTP/1.1 103 Early\r\n\r\n" * 20])
async def test_a_house_that_takes_for_ever_is_left(a_house, a_fetcher, said):
    a_house.answers = said

    async with asyncio.timeout(2):
        with pytest.raises(FetchFailed) as failure:
            await a_fetcher().get_json(a_house.origin, signer=None)

    assert failure.value.retryable


async def test_a_drip_does_not_stretch_the_time(a_house, a_fetcher):
    a_house.answers = an_answer(b"", length=10**9)
    a_house.keeps_sending = b" "

    async with asyncio.timeout(2):
        with pytest.raises(FetchFailed):
            await a_fetcher().get_bytes(a_house.origin, signer=None, limit=10**9)


async def test_a_flood_of_headers_is_refused(a_house, a_fetcher):
    a_house.answers = b"HTTP/1.1 200 OK\r\n"
    a_house.keeps_sending = b"X-Flood: " + b"y" * 4000 + b"\r\n"

    with pytest.raises(FetchFailed):
        await a_fetcher(patience=Patience()).get_json(a_house.origin, signer=None)

    assert a_house.sent < 20_000_000


@pytest.mark.parametrize("encoding", ["gzip", "br", "identity, gzip"])
async def test_compressed_answers_are_refused_unopened(a_house, a_fetcher, encoding):
    bomb = gzip.compress(b" " * 50_000_000 + NOTE)
    a_house.answers = an_answer(bomb, f"Content-Encoding: {encoding}")

    with pytest.raises(FetchFailed) as failure:
        await a_fetcher().get_json(a_house.origin, signer=None)
    with pytest.raises(FetchFailed):
        await a_fetcher().get_bytes(a_house.origin, signer=None)

    assert not failure.value.retryable
    assert b"accept-encoding: identity" in a_house.asked[0].lower()


@pytest.mark.parametrize(
    ("content_type", "wanted", "fine"),
    [
        ("application/activity+json", "activity", True),
        ("Application/Activity+JSON; charset=utf-8", "activity", True),
        ('application/ld+json; profile="https://www.w3.org/ns/activitystreams"', "activity", True),
        ("application/ld+json", "activity", False),
        ('application/ld+json; profile="https://evil.example/"', "activity", False),
        ("application/json", "activity", False),
        ("text/html", "activity", False),
        ("image/png; application/activity+json", "activity", False),
        ("application/activity+jsonx", "activity", False),
        ("", "activity", False),
        ("application/jrd+json", "webfinger", True),
        ("application/json; charset=utf-8", "webfinger", True),
        ("application/activity+json", "webfinger", False),
    ],
)
async def test_only_the_wanted_kind_of_document_is_read(a_house, a_fetcher, content_type, wanted, fine):
    a_house.answers = an_answer(NOTE, f"Content-Type: {content_type}")
    fetching = a_fetcher().get_json(a_house.origin, signer=None, wanted=wanted)

    if fine:
        assert await fetching == {"type": "Note"}
    else:
        with pytest.raises(FetchFailed):
            await fetching


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"a":NaN}', b'{"a":' * 10_000 + b"1" + b"}" * 10_000])
async def test_a_document_that_is_no_sound_json_is_refused(a_house, a_fetcher, body):
    a_house.answers = an_answer(body)

    with pytest.raises(FetchFailed) as failure:
        await a_fetcher().get_json(a_house.origin, signer=None)

    assert not failure.value.retryable


@pytest.mark.parametrize(
    ("status", "retryable"),
    [
        (400, False),
        (401, False),
        (404, False),
        (408, True),
        (410, False),
        (429, True),
        (500, True),
        (503, True),
    ],
)
async def test_only_4xx_is_a_final_no(a_house, a_fetcher, status, retryable):
    a_house.answers = an_answer(b"", "Retry-After: 120", status=f"{status} No")
    fetcher = a_fetcher()

    with pytest.raises(FetchFailed) as failure:
        await fetcher.get_json(a_house.origin, signer=None)
    answer = await fetcher.post(a_house.origin, NOTE, signer=None)

    assert (failure.value.answered, failure.value.retryable) == (status, retryable)
    assert (answer.status, answer.retryable, answer.retry_after) == (status, retryable, 120)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("Sat, 21 Nov 2026 12:01:00 GMT", 60),
        ("Sat, 21 Nov 2026 11:00:00 GMT", 0),
        ("99999999999", 7 * 24 * 3600),
        ("soon", None),
        ("-5", None),
    ],
)
async def test_how_long_to_wait_may_be_said_in_two_ways(a_house, a_fetcher, text, seconds):
    a_house.answers = an_answer(b"", f"Retry-After: {text}", status="503 Later")

    answer = await a_fetcher().post(a_house.origin, NOTE, signer=None)

    assert answer.retry_after == seconds


async def test_a_delivery_counts_by_its_status_however_long_the_answer_goes_on(a_house, a_fetcher):
    a_house.answers = an_answer(b"thank\x00you" + b"!" * 400, status="202 Accepted", length=10**9)

    answer = await a_fetcher().post(a_house.origin, NOTE, signer=None)

    assert answer.accepted
    assert answer.excerpt.startswith("thank you!")
    assert len(answer.excerpt) == 300


async def test_a_house_that_is_not_there_is_worth_another_try(a_house, a_fetcher):
    await a_house.closes()

    async def knows_no_name(host: str, port: int) -> Sequence[str]:
        raise OSError("no such host")

    for fetcher in (a_fetcher(), a_fetcher(names=knows_no_name)):
        with pytest.raises(FetchFailed) as failure:
            await fetcher.post(a_house.origin, NOTE, signer=None)
        assert failure.value.retryable


async def test_one_slow_ally_does_not_take_every_connection(a_house, a_fetcher):
    a_house.answers = b""
    fetcher = a_fetcher()

    async def visit() -> None:
        with pytest.raises(FetchFailed):
            await fetcher.get_json(a_house.origin, signer=None)

    visits = [asyncio.create_task(visit()) for _ in range(10)]
    await asyncio.sleep(0.2)

    assert a_house.connections == 4
    await asyncio.gather(*visits)


def as_request(raw: bytes) -> SignedRequest:
    """What a server saw, as a gate would be handed it."""
    head, _, body = raw.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ")
    headers = [(name.lower(), value.strip()) for name, _, value in (line.partition(":") for line in lines)]
    return SignedRequest(method, target, headers, body)
