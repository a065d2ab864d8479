"""Samples of what a member marked."""

from collections.abc import Iterator
from dataclasses import replace

from app.web import views as v
from tests.web import cast

Changes = dict[str, object]


def of_marks() -> Iterator[tuple[str, str, object, Changes]]:
    """(name, template, view, what differs in the frame)."""
    more: Changes = {"place": "more"}
    kept = tuple(replace(post, bookmarked=True) for post in cast.LETTERS[:2])
    thanked = tuple(replace(post, favourited=True) for post in cast.LETTERS[:2])
    yield "bookmarks", "bookmark/list.html", v.TimelinePage(kept, older="/bookmarks?before=1"), more
    yield "bookmarks-empty", "bookmark/list.html", v.TimelinePage(), more
    yield "favourites", "bookmark/favourites.html", v.TimelinePage(thanked, newest="/favourites"), more
    yield "favourites-empty", "bookmark/favourites.html", v.TimelinePage(), more
