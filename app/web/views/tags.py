"""Tags and what carries them."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from app.web.views.frame import EMPTY, Field
from app.web.views.posts import PostView


@dataclass(frozen=True, slots=True)
class TagView:
    """A tag: its name, and how it is shown, without its sign."""

    name: str
    shown: str

    @property
    def address(self) -> str:
        """Its page here."""
        return f"/tags/{quote(self.name)}"


@dataclass(frozen=True, slots=True)
class TagPage:
    """`GET /tags/{name}`, `tag/page.html`: posts with it, newest first. Its button posts `follow=1|0` to `…/follow`.

    `older` is the address of the next page, empty on the last; `newest` the way back to the first page, empty there.
    """

    tag: TagView
    followed: bool = False
    posts: tuple[PostView, ...] = ()
    older: str = ""
    newest: str = ""
    after: int | None = None


@dataclass(frozen=True, slots=True)
class TagsPage:
    """`GET /tags`, `tag/list.html`: what the member follows. Posts `tag` there too, which leads to its page."""

    tags: tuple[TagView, ...] = ()
    wanted: Field = EMPTY
