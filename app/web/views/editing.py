"""Editing a post, and what it said before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from app.basics.emoji import Pictures
from app.web.views.frame import EMPTY, Field
from app.web.views.people import AccountView
from app.web.views.posts import Audience, PictureView, PreviewView
from app.web.views.writing import UNSAID, LanguageField


@dataclass(frozen=True, slots=True)
class StandingPicture:
    """A picture of the post that is edited: `description_{id}` in the form, `drop_{id}=1` takes it out."""

    id: int
    small: str
    description: Field = EMPTY
    dropped: bool = False


@dataclass(frozen=True, slots=True)
class EditPage:
    """`GET /posts/{id}/editing`, `post/edit.html`. Posts to the same address `text warning language`, and pictures.

    With `preview=1` nothing changes, and `preview` is shown. `drop_quote=1` takes out what it `quotes`.

    `is_gone`: the post is not there any more; then `address` is empty, and what was typed is shown to be taken along.
    """

    address: str = ""
    text: Field = EMPTY
    warning: Field = EMPTY
    audience: Audience = "community"
    language: LanguageField = UNSAID
    pictures: tuple[StandingPicture, ...] = ()
    limit: int = 5000
    asks: bool = False
    preview: PreviewView | None = None
    quotes: bool = False
    drops_quote: bool = False
    error: str = ""

    @property
    def is_gone(self) -> bool:
        return not self.address


@dataclass(frozen=True, slots=True)
class VersionView:
    """How a post stood from `at` on. `lost`: the descriptions of pictures that were taken out since."""

    at: datetime
    html: Markup
    warning: str = ""
    language: str = ""
    pictures: tuple[PictureView, ...] = ()
    lost: tuple[str, ...] = ()
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """`GET /@name/{id}/history`, `post/history.html`: the versions oldest first, the last as the post stands.

    `emoji`: the small pictures among the words of any of them.
    """

    author: AccountView
    audience: Audience
    address: str
    versions: tuple[VersionView, ...]
    emoji: Pictures | None = None
