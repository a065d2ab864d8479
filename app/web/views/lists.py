"""Lists of people, as pages show them: to nobody but their owner."""

from __future__ import annotations

from dataclasses import dataclass

from app.web.views.frame import EMPTY, Field
from app.web.views.people import AccountView
from app.web.views.posts import PostView


@dataclass(frozen=True, slots=True)
class ListView:
    """A list. `replies`: also answers to others. `leaves_home`: those posts stand only here."""

    id: int
    title: str
    replies: bool = True
    leaves_home: bool = False

    @property
    def address(self) -> str:
        return f"/lists/{self.id}"


@dataclass(frozen=True, slots=True)
class ListsPage:
    """`GET /lists`, `list/list.html`. Posts `title` there for a new one."""

    lists: tuple[ListView, ...] = ()
    title: Field = EMPTY
    error: str = ""


@dataclass(frozen=True, slots=True)
class ListPage:
    """`GET /lists/{id}`, `list/page.html`: what those in it wrote or boosted, newest first.

    `older` is the address of the next page, empty on the last; `newest` the way back to the first page, empty there.
    """

    list: ListView
    posts: tuple[PostView, ...] = ()
    older: str = ""
    newest: str = ""
    after: int | None = None


@dataclass(frozen=True, slots=True)
class ListSettingsPage:
    """`GET /lists/{id}/settings`, `list/settings.html`. Posts `title replies=1 leaves_home=1` there."""

    list: ListView
    title: Field = EMPTY


@dataclass(frozen=True, slots=True)
class ListDeletionPage:
    """`GET /lists/{id}/deletion`, `list/deletion.html`. Posts to the same address."""

    list: ListView


@dataclass(frozen=True, slots=True)
class ListedView:
    """Somebody whom the member follows."""

    id: int
    account: AccountView


@dataclass(frozen=True, slots=True)
class ListPeoplePage:
    """`GET /lists/{id}/people`, `list/people.html`. Posts `put_in` or `take_out` with an account's id there, or `who`.

    `others`: whom else they follow; `more` is the address of the next part of those, empty on the last.
    """

    list: ListView
    people: tuple[ListedView, ...] = ()
    others: tuple[ListedView, ...] = ()
    more: str = ""
    who: Field = EMPTY
    error: str = ""


@dataclass(frozen=True, slots=True)
class InListView:
    """One of the viewer's lists on somebody's page, and whether they are in it."""

    list: ListView
    is_in: bool
