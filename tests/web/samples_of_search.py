"""Samples of searching."""

from collections.abc import Iterator

from app.web import views as v
from tests.web import cast

Changes = dict[str, object]


def of_search() -> Iterator[tuple[str, str, object, Changes]]:
    """(name, template, view, what differs in the frame)."""
    here: Changes = {"place": "more"}
    template = "search/page.html"
    yield "search", template, v.SearchPage(), here
    words = v.SearchForm(q=v.Field("night desk"))
    tags = (v.TagView("nightdesk", "NightDesk"), v.TagView("性工作", "性工作"))
    found = v.SearchPage(
        words, asked=True, people=(cast.JUNO, cast.NIGHT_DESK), tags=tags, posts=cast.LETTERS[:3], older="/search?s=a"
    )
    yield "search-found", template, found, here
    yield "search-nothing", template, v.SearchPage(words, asked=True), here
    narrowed = v.SearchForm(
        q=v.Field("umbrella"),
        who=v.Field("@juno"),
        since=v.Field("2026-05-01"),
        where=v.Field("library"),
        pictures=True,
    )
    further = v.SearchPage(
        narrowed, asked=True, posts=cast.LETTERS[1:2], older="/search?s=b", newest="/search?s=c", not_all=True
    )
    yield "search-on", template, further, here
    wrong = v.SearchForm(
        q=v.Field("has:soul", "After “has:” comes picture, link or poll."),
        tag=v.Field("two words", "A tag is one word of letters, digits and underscores, up to 100."),
    )
    yield "search-wrong", template, v.SearchPage(wrong), here
