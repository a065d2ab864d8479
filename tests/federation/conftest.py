"""A house to ask and a fetcher to ask it with."""

from collections.abc import AsyncIterator, Callable

import pytest

from federation.fetch import Fetcher
from tests.federation.servers import NOW, UNHURRIED, AHouse, ANameServer


@pytest.fixture
async def a_house() -> AsyncIterator[AHouse]:
    house = AHouse()
    await house.opens()
    yield house
    await house.closes()


@pytest.fixture
async def a_fetcher() -> AsyncIterator[Callable[..., Fetcher]]:
    made: list[Fetcher] = []

    def make(may_reach=lambda origin: True, *, names=None, lab=True, patience=UNHURRIED) -> Fetcher:
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
