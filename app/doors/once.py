"""What may be used once within a few minutes and is not worth a row: remembered in memory until it is over anyway."""

import time
from threading import Lock


class Once:
    """One a process. Several processes do not tell each other: behind each use stands a secret that only one has."""

    def __init__(self) -> None:
        self._used: dict[bytes, float] = {}
        self._lock = Lock()

    def use(self, mark: bytes, seconds: float) -> bool:
        """Whether this is its first use; it is forgotten after so many seconds."""
        moment = time.monotonic()
        with self._lock:
            for old in [known for known, until in self._used.items() if until <= moment]:
                del self._used[old]
            if mark in self._used:
                return False
            self._used[mark] = moment + seconds
            return True
