"""Searching, and what was found."""

from __future__ import annotations

from dataclasses import dataclass

from app.web.views.frame import EMPTY, Field
from app.web.views.people import AccountView
from app.web.views.posts import PostView
from app.web.views.tags import TagView


@dataclass(frozen=True, slots=True)
class SearchForm:
    """What is searched for, as it was typed. `where` is empty for everywhere, or a word that `in:` takes."""

    q: Field = EMPTY
    who: Field = EMPTY
    tag: Field = EMPTY
    since: Field = EMPTY
    until: Field = EMPTY
    where: Field = EMPTY
    pictures: bool = False

    @property
    def is_narrowed(self) -> bool:
        """Whether the part of the form that is folded away at first says anything."""
        return self.pictures or any(field.value for field in self._folded)

    @property
    def is_wrong(self) -> bool:
        """Whether there is a mistake in that part, which must be seen."""
        return any(field.error for field in self._folded)

    @property
    def _folded(self) -> tuple[Field, ...]:
        return (self.who, self.tag, self.since, self.until, self.where)


@dataclass(frozen=True, slots=True)
class SearchPage:
    """`GET /search`, `search/page.html`. Posts `q who tag since until where pictures` there.

    `asked`: there was a search; without, the page is only the form. `not_all`: not everything was looked at, and
    `older` looks on from there.
    """

    form: SearchForm = SearchForm()
    asked: bool = False
    people: tuple[AccountView, ...] = ()
    tags: tuple[TagView, ...] = ()
    posts: tuple[PostView, ...] = ()
    older: str = ""
    newest: str = ""
    not_all: bool = False
