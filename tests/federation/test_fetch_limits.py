"""We take only so much from an ally: in bytes, in time, in kinds. The servers are real, on loopback."""

import asyncio
import gzip
from collections.abc import Sequence

import pytest

from federation.fetch import FetchFailed
from tests.federation.servers import NOTE, QUICK, an_answer

pytestmark = pytest.mark.anyio


async def test_a_body_without_end_is_cut_off(a_house, a_fetcher):
    a_house.answers = an_answer(b"", "Content-Type: image/png", length=10**12)
    a_house.keeps_sending = b"x" * 65536

    with pytest.raises(FetchFailed) as failure:
        await a_fetcher().get_bytes(a_house.origin, signer=None, limit=200_000)

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
        await a_fetcher().get_json(a_house.origin, signer=None)


@pytest.mark.parametrize("said", [b"", b"HTTP/1.1 200", an_answer(b"{", length=20), b"HTTP/1.1 103 Early\r\n\r\n" * 20])
async def test_a_house_that_takes_for_ever_is_left(a_house, a_fetcher, said):
    a_house.answers = said

    async with asyncio.timeout(30):
        with pytest.raises(FetchFailed) as failure:
            await a_fetcher(patience=QUICK).get_json(a_house.origin, signer=None)

    assert failure.value.retryable


async def test_a_drip_does_not_stretch_the_time(a_house, a_fetcher):
    a_house.answers = an_answer(b"", length=10**9)
    a_house.keeps_sending = b" "

    async with asyncio.timeout(30):
        with pytest.raises(FetchFailed):
            await a_fetcher(patience=QUICK).get_bytes(a_house.origin, signer=None, limit=10**9)


async def test_a_flood_of_headers_is_refused(a_house, a_fetcher):
    a_house.answers = b"HTTP/1.1 200 OK\r\n"
    a_house.keeps_sending = b"X-Flood: " + b"y" * 4000 + b"\r\n"

    with pytest.raises(FetchFailed):
        await a_fetcher().get_json(a_house.origin, signer=None)

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
    visits = [asyncio.create_task(fetcher.get_json(a_house.origin, signer=None)) for _ in range(10)]

    async with asyncio.timeout(30):
        while a_house.connections < 4:  # noqa: ASYNC110 - the house writes down and calls nobody
            await asyncio.sleep(0.01)
    await asyncio.sleep(0.2)

    assert a_house.connections == 4
    for visit in visits:
        visit.cancel()
    await asyncio.gather(*visits, return_exceptions=True)
