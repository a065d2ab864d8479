"""How often a member acts: as usual, or much less while people here have slowed everybody down against a raid.

Each process reads for itself until when that lasts, at most every few seconds. What is counted stays in memory.
"""

import time
from collections.abc import Awaitable, Callable
from datetime import datetime
from enum import Enum
from typing import Final

from fastapi import Request
from limits import RateLimitItemPerHour

from app.basics.errors import TooMany
from app.doors.limits import FOLLOW, INVITE, POST

FRESH_FOR: Final = 5.0
SLOWLY = "People here have slowed everybody down for a while. Please try again in an hour."


class Act(Enum):
    """What is slowed: how often in an hour as usual, and how often meanwhile."""

    WRITE = POST, RateLimitItemPerHour(6, namespace="post slowly")
    FOLLOW = FOLLOW, RateLimitItemPerHour(5, namespace="follow slowly")
    INVITE = INVITE, RateLimitItemPerHour(1, namespace="invite slowly")

    @property
    def usual(self) -> RateLimitItemPerHour:
        return self.value[0]

    @property
    def slow(self) -> RateLimitItemPerHour:
        return self.value[1]


class Pace:
    """Until when everybody is slowed down. One a process."""

    def __init__(self, read: Callable[[], Awaitable[datetime | None]]) -> None:
        self._read = read
        self._slow_until: datetime | None = None
        self._read_at: float | None = None

    async def is_slow(self, now: datetime) -> bool:
        """As it stood at most a few seconds ago."""
        if self._read_at is None or time.monotonic() - self._read_at > FRESH_FOR:
            self._slow_until, self._read_at = await self._read(), time.monotonic()
        return self._slow_until is not None and now < self._slow_until

    def forget(self) -> None:
        """It was changed here: the next one reads it anew."""
        self._read_at = None


async def must_not_be_slow(request: Request, *, now: datetime) -> None:
    """For what would do very many acts at once; raises TooMany while everybody is slowed down."""
    if await request.app.state.pace.is_slow(now):
        raise TooMany(SLOWLY, "many at once", retry_after=3600)


async def count_act(request: Request, act: Act, account_id: int, *, now: datetime) -> None:
    """Count one act of this member; raises TooMany."""
    limits, pace = request.app.state.limits, request.app.state.pace
    limits.count(act.usual, str(account_id))
    if not await pace.is_slow(now):
        return
    try:
        limits.count(act.slow, str(account_id))
    except TooMany as many:
        raise TooMany(SLOWLY, act.slow.namespace, retry_after=many.retry_after) from many
