"""Where the fetcher may go: to allies, and to push services that are switched on, as they stand now (P20)."""

import time

from app.allies import queries
from app.allies.rules import State
from app.push import queries as push
from app.push import rules as push_rules
from app.storage import Database

_SECONDS = 2.0
_SPOKEN_WITH = frozenset({State.ALLIED, State.PARTING})


class Reachable:
    """Answers for a canonical origin. A yes is at most two seconds old; a no is always fresh.

    Of push services both are: they are asked seldom, and switching one off holds at once.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._origins: frozenset[str] = frozenset()
        self._until = 0.0

    def __call__(self, origin: str) -> bool:
        if time.monotonic() >= self._until or origin not in self._origins:
            houses = self._database.read_now(queries.everyone)
            self._origins = frozenset(house.origin for house in houses if house.state in _SPOKEN_WITH)
            self._until = time.monotonic() + _SECONDS
        return origin in self._origins

    def takes_push(self, authority: str) -> bool:
        """Whether a host, with its port where it is not the usual one, belongs to a push service that is on."""
        return push_rules.any_covers(self._database.read_now(push.services), authority)
