"""Samples of the pages about tags."""

from collections.abc import Iterator

from app.web import views as v
from tests.web import cast

Changes = dict[str, object]
RIGHTS = v.TagView("sexworkiswork", "SexWorkIsWork")


def of_tags() -> Iterator[tuple[str, str, object, Changes]]:
    """(name, template, view, what differs in the frame)."""
    here: Changes = {"place": "more"}
    letters = cast.LETTERS[:3]
    yield "tag", "tag/page.html", v.TagPage(RIGHTS, posts=letters, older="/tags/sexworkiswork?before=1"), here
    yield "tag-followed", "tag/page.html", v.TagPage(RIGHTS, followed=True, posts=letters), here
    yield "tag-empty", "tag/page.html", v.TagPage(v.TagView("права", "права")), here
    followed = (v.TagView("права", "права"), RIGHTS, v.TagView("性工作", "性工作"), v.TagView("a" * 100, "a" * 100))
    yield "tags", "tag/list.html", v.TagsPage(followed), here
    wanted = v.Field("two words", "A tag is one word of letters, digits and underscores, up to 100.")
    yield "tags-empty", "tag/list.html", v.TagsPage(wanted=wanted), here
