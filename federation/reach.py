"""Which origins the fetcher may go to: allies, as they stand now (P20)."""

import time

from app.allies import queries
from app.allies.rules import State
from app.storage import Database

_SECONDS = 2.0
_SPOKEN_WITH = frozenset({State.ALLIED, State.PARTING})


class Reachable:
    """Answers for a canonical origin. A yes is at most two seconds old; a no is always fresh."""

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
