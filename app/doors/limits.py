"""How often: counters in memory, under a keyed hash whose secret changes every hour. Nothing is stored (P1)."""

import os
import time
from functools import cached_property
from hashlib import blake2b

from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from app.basics.errors import TooMany

ASK_AGAIN = RateLimitItemPerMinute(10, namespace="ask again")
ONE_TIME_CODE = RateLimitItemPerHour(10, namespace="one-time code")
RECOVER = RateLimitItemPerHour(10, namespace="recover")
LOCK = RateLimitItemPerMinute(30, namespace="lock")  # many may come from one address: a library, Tor
OUTSIDE = RateLimitItemPerHour(20, namespace="outside")
OUTSIDE_CROWDED = RateLimitItemPerHour(2, namespace="outside crowded")
OUTSIDE_CROWDED_AROUND = RateLimitItemPerHour(10, namespace="outside crowded around")
JOIN = RateLimitItemPerHour(30, namespace="join")
KNOCK = RateLimitItemPerHour(20, namespace="knock")
REGISTER_APP = RateLimitItemPerHour(60, namespace="apps")
POST = RateLimitItemPerHour(600, namespace="post")
FOLLOW = RateLimitItemPerHour(300, namespace="follow")
INVITE = RateLimitItemPerHour(60, namespace="invite")
UPLOAD = RateLimitItemPerHour(200, namespace="upload")
COMPLETE = RateLimitItemPerHour(2000, namespace="complete")
PREVIEW = RateLimitItemPerHour(600, namespace="preview")
SEARCH = RateLimitItemPerHour(300, namespace="search")
EXPORT = RateLimitItemPerHour(20, namespace="export")
IMPORT = RateLimitItemPerHour(20, namespace="import")
RESOLVE = RateLimitItemPerHour(120, namespace="resolve")

_HOUR = 3600


class Limits:
    """One a process. `on=False` only in the lab."""

    def __init__(self, *, on: bool) -> None:
        self._on = on
        self._secret, self._since = os.urandom(32), time.monotonic()

    @cached_property
    def _limiter(self) -> MovingWindowRateLimiter:
        """From the first try on: its counters start a thread."""
        return MovingWindowRateLimiter(MemoryStorage())

    def count(self, limit: RateLimitItem, who: str) -> None:
        """Count one try of `who` (an address, or an account's id); raises TooMany when there were too many."""
        if not self.has_room(limit, who):
            raise _too_many(limit)

    def count_together(self, *tries: tuple[RateLimitItem, str]) -> None:
        """One try under each of these; raises TooMany where one of them has no room, and then counts none."""
        for limit, who in tries:
            if self._on and not self._limiter.test(limit, self._hidden(who)):
                raise _too_many(limit)
        for limit, who in tries:
            self.count(limit, who)

    def has_room(self, limit: RateLimitItem, who: str) -> bool:
        """The same, told and not raised."""
        return not self._on or self._limiter.hit(limit, self._hidden(who))

    def forget(self, limit: RateLimitItem, who: str) -> None:
        """What was counted of `who` counts no more."""
        self._limiter.clear(limit, self._hidden(who))

    def _hidden(self, who: str) -> str:
        if time.monotonic() - self._since > _HOUR:
            self._secret, self._since = os.urandom(32), time.monotonic()
        return blake2b(who.encode("utf-8", "surrogatepass"), key=self._secret, digest_size=16).hexdigest()


def _too_many(limit: RateLimitItem) -> TooMany:
    return TooMany(None, limit.namespace, retry_after=min(limit.get_expiry(), _HOUR))
