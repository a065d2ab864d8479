"""One request and its answer."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager

import httpcore2

from federation.addresses import Address
from federation.fetch.answers import FetchFailed, FetchProblem
from federation.fetch.reading import NETWORK_TROUBLE


@asynccontextmanager
async def exchange(
    pool: httpcore2.AsyncConnectionPool,
    method: str,
    address: Address,
    headers: Mapping[str, str],
    body: bytes | None,
    *,
    turn: asyncio.Semaphore,
    connect: float,
    seconds: float,
) -> AsyncGenerator[httpcore2.Response]:
    """Nothing is followed; whatever goes wrong on the way is a FetchFailed. `connect` and `seconds`: our patience."""
    url = httpcore2.URL(scheme=address.scheme, host=address.bare_host, port=address.port, target=address.target)
    waits = {"connect": connect, "read": seconds, "write": seconds, "pool": seconds}
    try:
        async with (
            turn,
            asyncio.timeout(seconds),
            pool.stream(
                method, url, headers=list(headers.items()), content=body, extensions={"timeout": waits}
            ) as response,
        ):
            yield response
    except FetchProblem:
        raise
    except NETWORK_TROUBLE as error:
        raise FetchFailed(type(error).__name__, retryable=True) from error
