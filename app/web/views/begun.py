"""What is begun and not posted, as pages show it."""

from dataclasses import dataclass
from datetime import datetime

from app.web.views.frame import EMPTY, Field


@dataclass(frozen=True, slots=True)
class DraftView:
    """`words`: how it begins. `sealed`: this session cannot open it. `why_not`: why it was not posted at its moment."""

    id: int
    kept_at: datetime
    words: str = ""
    warning: str = ""
    pictures: int = 0
    answers: bool = False
    asks: bool = False
    why_not: str = ""
    sealed: bool = False
    language: str = ""

    @property
    def address(self) -> str:
        return f"/drafts/{self.id}"


@dataclass(frozen=True, slots=True)
class DraftsPage:
    """`GET /drafts`, `draft/list.html`, the one kept last first. `sealed`: this session can open none of them."""

    drafts: tuple[DraftView, ...] = ()
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class DraftDeletionPage:
    """`GET /drafts/{id}/deletion`, `draft/deletion.html`. Posts to the same address."""

    draft: DraftView


@dataclass(frozen=True, slots=True)
class ScheduledView:
    """`when` in words, `later` as its field takes it (UTC), sent to `{address}/moment`."""

    id: int
    when: str
    later: Field = EMPTY
    words: str = ""
    warning: str = ""
    audience: str = ""
    pictures: int = 0
    answers: bool = False
    asks: bool = False
    language: str = ""

    @property
    def address(self) -> str:
        return f"/scheduled/{self.id}"


@dataclass(frozen=True, slots=True)
class ScheduledPage:
    """`GET /scheduled`, `scheduled/list.html`, what goes next first. `clock` is what UTC's shows now."""

    posts: tuple[ScheduledView, ...] = ()
    clock: str = ""
    soonest: str = ""
    latest: str = ""


@dataclass(frozen=True, slots=True)
class ScheduledDeletionPage:
    """`GET /scheduled/{id}/deletion`, `scheduled/deletion.html`. Posts to the same address."""

    post: ScheduledView
