"""Conversations between named people as pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.web.views.emoji import EmojiView
from app.web.views.frame import EMPTY, Field
from app.web.views.people import AccountView
from app.web.views.posts import KeptPicture, PostView, PreviewView
from app.web.views.writing import UNSAID, LanguageField


@dataclass(frozen=True, slots=True)
class TalkView:
    """A conversation in the member's list. `people` are the others in it, none where nobody of them is left.

    `line` is how its newest message begins, opened for this answer alone; `sealed`: this session cannot open it;
    `folded`: the name of the member's own word filter that folds it away.
    """

    id: int
    people: tuple[AccountView, ...]
    at: datetime
    line: str = ""
    warning: str = ""
    sealed: bool = False
    pictures: bool = False
    mine: bool = False
    fresh: bool = False
    language: str = ""
    folded: str = ""

    @property
    def address(self) -> str:
        return f"/messages/{self.id}"


@dataclass(frozen=True, slots=True)
class MessagesPage:
    """`GET /messages`, `message/list.html`: the member's conversations, what moved last first.

    `requests`: somebody whom the member does not know wants to write to them.
    """

    talks: tuple[TalkView, ...] = ()
    older: str = ""
    requests: bool = False


@dataclass(frozen=True, slots=True)
class TalkPage:
    """`GET /messages/{id}`, `message/talk.html`: its messages, oldest first; `earlier` leads to those before them.

    Posts `text warning language once preview` and pictures there as the Write page does, which reaches `people` and
    nobody else; `away=1` to `/messages/{id}/away`; and `mute=1|0`
    to `/posts/{newest}/quiet`.
    """

    id: int
    people: tuple[AccountView, ...]
    posts: tuple[PostView, ...]
    newest: int
    muted: bool = False
    earlier: str = ""
    later: str = ""
    text: Field = EMPTY
    once: str = ""
    error: str = ""
    limit: int = 5000
    warning: Field = EMPTY
    language: LanguageField = UNSAID
    pictures: tuple[KeptPicture, ...] = ()
    emoji: tuple[EmojiView, ...] = ()
    preview: PreviewView | None = None

    @property
    def slots(self) -> tuple[KeptPicture, ...]:
        """The four places for pictures, kept ones first."""
        return (self.pictures + (KeptPicture(),) * 4)[:4]

    @property
    def address(self) -> str:
        return f"/messages/{self.id}"
