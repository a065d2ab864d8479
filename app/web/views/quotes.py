"""What a post quotes, as its reader may see it, and the page on which an author sees who quoted them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from markupsafe import Markup

from app.basics.emoji import Pictures
from app.web.views.people import AccountView

if TYPE_CHECKING:
    from app.web.views.posts import PictureView, PostView

WhoMayQuote = Literal["nobody", "followers", "readers"]


@dataclass(frozen=True, slots=True)
class QuotedView:
    """A quoted post. `asks`, `quotes`: it has a poll, or quotes in turn, which is seen on its own page.

    `folded`: the name of the viewer's own word filter that folds it away.
    """

    id: int
    author: AccountView
    at: datetime
    html: Markup
    warning: str = ""
    pictures: tuple[PictureView, ...] = ()
    emoji: Pictures | None = None
    asks: bool = False
    quotes: bool = False
    folded: str = ""
    language: str = ""

    @property
    def address(self) -> str:
        return f"/posts/{self.id}"


@dataclass(frozen=True, slots=True)
class QuoteView:
    """`state` is empty for whatever this viewer may or wants not to see; `post` stands here only when `allowed`."""

    state: Literal["", "asked", "allowed", "refused", "taken_back"] = ""
    post: QuotedView | None = None


@dataclass(frozen=True, slots=True)
class QuotesPage:
    """`GET /posts/{id}/quotes`, `post/quotes.html`, for the post's author alone.

    Posts `quotable` to the same address, or `take_out` with the id of one of `posts` to it with `/taken-out`.
    """

    post: PostView
    posts: Sequence[PostView] = ()
    older: str = ""
    error: str = ""
