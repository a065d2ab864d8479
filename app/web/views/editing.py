"""Editing a post, and what it said before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from app.web.views.frame import EMPTY, Field
from app.web.views.people import AccountView
from app.web.views.posts import Audience, PictureView


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

    `is_gone`: the post is not there any more; then `address` is empty, and what was typed is shown to be taken along.
    """

    address: str = ""
    text: Field = EMPTY
    warning: Field = EMPTY
    audience: Audience = "community"
    language: Field = EMPTY
    languages: tuple[tuple[str, str], ...] = ()
    pictures: tuple[StandingPicture, ...] = ()
    limit: int = 5000
    asks: bool = False
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
    """`GET /@name/{id}/history`, `post/history.html`: the versions oldest first, the last as the post stands."""

    author: AccountView
    audience: Audience
    address: str
    versions: tuple[VersionView, ...]
