"""Runs jobs with the wiring, without a door. Nobody imports it."""

from app import wiring
from app.storage.house import House


async def work(house: House) -> None:
    """Work until cancelled."""
    envoy = wiring.envoy_of(house)
    try:
        await wiring.runner(envoy).run()
    finally:
        await envoy.fetcher.aclose()
