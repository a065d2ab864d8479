"""How often: counters in memory, under a keyed hash whose secret changes every hour. Nothing is stored (P1)."""

import os
import time
from hashlib import blake2b

from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from app.basics.errors import TooMany

ASK_AGAIN = RateLimitItemPerMinute(10, namespace="ask again")
ONE_TIME_CODE = RateLimitItemPerHour(10, namespace="one-time code")
RECOVER = RateLimitItemPerHour(10, namespace="recover")
LOCK = RateLimitItemPerMinute(30, namespace="lock")  # many may come from one address: a library, Tor
JOIN = RateLimitItemPerHour(30, namespace="join")
KNOCK = RateLimitItemPerHour(20, namespace="knock")
REGISTER_APP = RateLimitItemPerHour(60, namespace="apps")
POST = RateLimitItemPerHour(600, namespace="post")
FOLLOW = RateLimitItemPerHour(300, namespace="follow")
INVITE = RateLimitItemPerHour(60, namespace="invite")
UPLOAD = RateLimitItemPerHour(200, namespace="upload")
SEARCH = RateLimitItemPerHour(300, namespace="search")
EXPORT = RateLimitItemPerHour(20, namespace="export")
IMPORT = RateLimitItemPerHour(20, namespace="import")
RESOLVE = RateLimitItemPerHour(120, namespace="resolve")

_HOUR = 3600


class Limits:
    """One a process. `on=False` only in the lab."""

    def __init__(self, *, on: bool) -> None:
        self._on = on
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._secret, self._since = os.urandom(32), time.monotonic()

    def count(self, limit: RateLimitItem, who: str) -> None:
        """Count one try of `who` (an address, or an account's id); raises TooMany when there were too many."""
        if not self.has_room(limit, who):
            raise TooMany(None, limit.namespace, retry_after=min(limit.get_expiry(), _HOUR))

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
