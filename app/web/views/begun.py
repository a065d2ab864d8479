"""What is begun and not posted, as pages show it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class DraftView:
    """`words`: how it begins. `sealed`: this session cannot open it. `why_not`: why it was not posted at its moment."""

    id: int
    kept_at: datetime
    words: str = ""
    warning: str = ""
    pictures: int = 0
    answers: bool = False
    why_not: str = ""
    sealed: bool = False

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
