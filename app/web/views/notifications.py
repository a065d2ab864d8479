"""What a member is told, as pages show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from app.web.views.people import AccountView

Happening = Literal[
    "follow", "asked", "allowed", "mention", "reply", "boost", "favourite", "poll", "own_poll", "edited", "posted",
    "quote", "knock", "joined",
]  # fmt: skip
Choice = Literal["", "answers", "thanks", "follows"]

_NAMED: Final = 2


@dataclass(frozen=True, slots=True)
class NotificationView:
    """Something that happened: who, what, when, and the post it is about. `excerpt` is plain text, never sealed text.

    `people`: who came last is the first. `address` leads to the thing; `fresh` means not seen before.
    """

    happening: Happening
    people: tuple[AccountView, ...]
    at: datetime
    address: str
    excerpt: str = ""
    fresh: bool = False

    @property
    def named(self) -> tuple[AccountView, ...]:
        """Those whose names are said: three at most, and never all but one."""
        return self.people if len(self.people) <= _NAMED + 1 else self.people[:_NAMED]

    @property
    def others(self) -> int:
        """How many more there are."""
        return len(self.people) - len(self.named)


@dataclass(frozen=True, slots=True)
class NotificationsPage:
    """`GET /notifications[?kind=answers|thanks|follows]`, `notification/list.html`, newest first."""

    notifications: tuple[NotificationView, ...] = ()
    older: str = ""
    choice: Choice = ""
