"""We go to allies and nowhere else. The servers are real, on loopback."""

import pytest

from federation.fetch import FetchFailed, FetchRefused
from federation.signatures import (
    public_pem,
    read_claim,
    verify,
)
from tests.federation.servers import KEY, NOTE, NOW, ANameServer, an_answer, as_request

pytestmark = pytest.mark.anyio


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
