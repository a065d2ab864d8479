"""Asking an ally for the key behind a signed GET: while it waits for us, so few at a time and not too often."""

from collections import deque
from datetime import datetime, timedelta
from typing import Final

from app.allies.queries import AllyFacts
from app.basics.errors import Conflict, Invalid, Unavailable, Unverified
from federation import actors
from federation.envoy import Envoy
from federation.fetch import FetchProblem
from federation.known import KnownKey, key_by_id

AT_ONCE: Final = 4
IN_A_MINUTE: Final = 60
_MINUTE: Final = timedelta(minutes=1)


class Asking:
    """Counts what we ask of each ally, so that nobody can make us flood one by inventing keys in its name."""

    def __init__(self, envoy: Envoy) -> None:
        self._envoy = envoy
        self._under_way: dict[int, int] = {}
        self._asked: dict[int, deque[datetime]] = {}

    async def for_key(self, ally: AllyFacts, key_id: str) -> KnownKey:
        """The key as its owner shows it now; raises Unverified, or Unavailable when asked too often."""
        self._must_have_a_turn(ally.id)
        self._under_way[ally.id] = self._under_way.get(ally.id, 0) + 1
        try:
            await actors.fetch_owner(self._envoy, ally, key_id)
        except (FetchProblem, Invalid, Conflict) as error:
            raise Unverified(None, "key", type(error).__name__) from error
        finally:
            self._under_way[ally.id] -= 1
        key = await self._envoy.house.database.read(key_by_id, key_id, ally.id)
        if key is None:
            raise Unverified(None, "key")
        return key

    def _must_have_a_turn(self, ally_id: int) -> None:
        now = self._envoy.clock()
        asked = self._asked.setdefault(ally_id, deque())
        while asked and asked[0] <= now - _MINUTE:
            asked.popleft()
        if len(asked) >= IN_A_MINUTE or self._under_way.get(ally_id, 0) >= AT_ONCE:
            raise Unavailable(None, "keys", retry_after=30)
        asked.append(now)
