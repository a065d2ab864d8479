"""Reading an answer within bounds."""

import asyncio
from contextlib import suppress
from typing import Final

import httpcore2

from federation.fetch.answers import FetchFailed, Headers, is_worth_another_try

NETWORK_TROUBLE: Final = (
    httpcore2.TimeoutException,
    httpcore2.NetworkError,
    httpcore2.ProtocolError,
    httpcore2.ConnectionNotAvailable,
    TimeoutError,
    OSError,
)

_EXCERPT_BYTES: Final = 4096
_EXCERPT: Final = 300


def must_be_usable(response: httpcore2.Response) -> Headers:
    """The headers of an answer of 200 that is not compressed: a small file can unpack to a very large one."""
    headers = Headers(response.headers)
    if response.status != 200:
        again = is_worth_another_try(response.status)
        raise FetchFailed("status", retryable=again, answered=response.status)
    if (headers.get("content-encoding") or "identity").lower() != "identity":
        raise FetchFailed("content encoding", retryable=False, answered=200)
    return headers


async def read(response: httpcore2.Response, limit: int) -> bytes:
    """The body, given up as soon as it is longer than the limit, whatever it said of its length."""
    data = bytearray()
    async for part in response.aiter_stream():
        data += part
        if len(data) > limit:
            raise FetchFailed("too large", retryable=False, answered=response.status)
    return bytes(data)


async def excerpt(response: httpcore2.Response, seconds: float) -> str:
    """The beginning of an answer. Its status is known already: a slow or endless rest changes nothing."""
    data = bytearray()
    with suppress(*NETWORK_TROUBLE):
        async with asyncio.timeout(seconds):
            async for part in response.aiter_stream():
                data += part
                if len(data) > _EXCERPT_BYTES:
                    break
    text = bytes(data[:_EXCERPT_BYTES]).decode("utf-8", "replace")
    return "".join(letter if letter.isprintable() else " " for letter in text)[:_EXCERPT]
