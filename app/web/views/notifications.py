"""What a member is told, as pages show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from app.web.views.frame import Field
from app.web.views.people import AccountView

Happening = Literal[
    "follow", "asked", "allowed", "mention", "reply", "boost", "favourite", "poll", "own_poll", "edited", "posted",
    "quote", "quoted_edited", "decided", "knock", "joined",
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
    language: str = ""

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
    """`GET /notifications[?kind=answers|thanks|follows]`, `notification/list.html`, newest first.

    `waiting`: some news is held back.
    """

    notifications: tuple[NotificationView, ...] = ()
    older: str = ""
    choice: Choice = ""
    waiting: bool = False


@dataclass(frozen=True, slots=True)
class WaitingView:
    """Somebody whose news is held back, how much of it (a hundred stands for more), and when the newest came."""

    id: int
    account: AccountView
    number: int
    at: datetime

    @property
    def address(self) -> str:
        return f"/notifications/held/{self.id}"


@dataclass(frozen=True, slots=True)
class HeldNewsPage:
    """`GET /notifications/held[?before=]`, `notification/held.html`: who did something last first."""

    people: tuple[WaitingView, ...] = ()
    older: str = ""


@dataclass(frozen=True, slots=True)
class HeldNewsOfPage:
    """`GET /notifications/held/{id}`, `notification/held_of.html`. Posts `answer=let-in|set-aside` there."""

    of: WaitingView
    notifications: tuple[NotificationView, ...] = ()


@dataclass(frozen=True, slots=True)
class LetInView:
    """Somebody whose news was let in. `POST /settings/news/{id}` takes it back."""

    id: int
    account: AccountView


@dataclass(frozen=True, slots=True)
class NewsPolicyPage:
    """`GET /settings/news`, `settings/news.html`. Posts `not_following not_followers new_accounts` there.

    Each is `accept`, `filter` or `drop`.
    """

    not_following: Field
    not_followers: Field
    new_accounts: Field
    let_in: tuple[LetInView, ...] = ()
