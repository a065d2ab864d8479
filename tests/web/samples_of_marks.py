"""Samples of what a member marked, and of their lists."""

from collections.abc import Iterator
from dataclasses import replace

from app.web import views as v
from app.web.views import lists as ls
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


def of_lists() -> Iterator[tuple[str, str, object, Changes]]:
    """The same of lists."""
    more: Changes = {"place": "more"}
    close, away = ls.ListView(1, "Close friends"), ls.ListView(2, "Landlords & police", leaves_home=True)
    yield "lists", "list/list.html", ls.ListsPage((close, away)), more
    refused = v.Field("", "Please give the list a name.")
    yield "lists-refused", "list/list.html", ls.ListsPage(title=refused, error="You have many lists."), more
    yield "list", "list/page.html", ls.ListPage(close, cast.LETTERS[:2], "/lists/1?before=1", "/lists/1"), more
    yield "list-empty", "list/page.html", ls.ListPage(close), more
    yield "list-settings", "list/settings.html", ls.ListSettingsPage(away, v.Field(away.title)), more
    yield "list-settings-refused", "list/settings.html", ls.ListSettingsPage(close, refused), more
    yield "list-deletion", "list/deletion.html", ls.ListDeletionPage(away), more
    juno, night = ls.ListedView(1, cast.JUNO), ls.ListedView(2, cast.NIGHT_DESK)
    wrong = v.Field("@nobody", "Only people you follow can be in a list.")
    yield (
        "list-people",
        "list/people.html",
        ls.ListPeoplePage(close, (juno,), (night,), "/lists/1/people?before=2"),
        more,
    )
    yield "list-people-refused", "list/people.html", ls.ListPeoplePage(close, who=wrong, error="They do not fit."), more
    followed = v.ProfilePage(
        cast.JUNO, follow="following", in_lists=(ls.InListView(close, True), ls.InListView(away, False))
    )
    yield "profile-in-lists", "profile/page.html", followed, {}
