"""A pytest plugin: collects as if it were another day (`-p tests.world.another_day`)."""

from datetime import UTC, datetime, timedelta

import time_machine

_later = time_machine.travel(datetime.now(UTC) + timedelta(days=40, hours=5, minutes=7, seconds=11), tick=True)


def pytest_configure() -> None:
    _later.start()


def pytest_unconfigure() -> None:
    _later.stop()
