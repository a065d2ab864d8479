"""One who listens: an app's stream or an open page. What waits for them is bounded, and so is how long they wait."""

import asyncio
import contextlib
from collections import deque
from collections.abc import Iterable
from enum import Flag, auto
from typing import Literal, NamedTuple

from app.live.news import News

MOST_WAITING = 100
MOST_REMEMBERED = 400


class Interest(Flag):
    """What a listener must be told of. Whether they may read it is asked when they do."""

    HOME = auto()
    COMMUNITY = auto()
    TAGS = auto()
    MESSAGES = auto()
    NOTIFICATIONS = auto()
    FILTERS = auto()


class Pass(NamedTuple):
    """What somebody came in with, by the hash that is kept of it."""

    kind: Literal["session", "token"]
    hashed: bytes


class Ended(Exception):
    """The listener is to go: what they came in with has ended, they were too slow, or the house stops."""


class Listener:
    """Told on the event loop by `Listeners`, and read by whoever made it; never waited for."""

    def __init__(self, account_id: int, held: Pass, interests: Interest) -> None:
        self.account_id = account_id
        self.held = held
        self.interests = interests
        self.ended = asyncio.Event()
        self._heard: deque[News] = deque()
        self._woken = asyncio.Event()
        self._sent: dict[int, None] = {}

    def hear(self, what: News) -> None:
        """One thing more to look at; whoever lets too much of it wait is ended, and may come back."""
        if len(self._heard) >= MOST_WAITING:
            self.end()
            return
        self._heard.append(what)
        self._woken.set()

    def end(self) -> None:
        self.ended.set()
        self._woken.set()

    async def next(self, patience: float) -> News | None:
        """What is heard next; None when nothing was for so many seconds. Raises Ended."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(patience):
                await self._woken.wait()
        if self.ended.is_set():
            raise Ended
        if not self._heard:
            return None
        what = self._heard.popleft()
        if not self._heard:
            self._woken.clear()
        return what

    def skip(self) -> None:
        """Forget what waits: for whoever is about to look at everything anyway."""
        self._heard.clear()
        if not self.ended.is_set():
            self._woken.clear()

    def note_sent(self, post_id: int) -> None:
        """Remember that this listener was sent a post, so that they hear of its end."""
        self._sent[post_id] = None
        if len(self._sent) > MOST_REMEMBERED:
            del self._sent[next(iter(self._sent))]

    def was_sent(self, post_ids: Iterable[int]) -> bool:
        return any(post_id in self._sent for post_id in post_ids)
