"""Samples of the pages about who reaches a member, what they do not want to read, and what strangers see."""

from collections.abc import Iterator
from dataclasses import replace

from markupsafe import Markup

from app.web import views as v
from tests.web import cast
from tests.web.cast import ago

Changes = dict[str, object]


def an_open_page() -> Iterator[tuple[str, str, object]]:
    """What a stranger sees of Marisol."""
    words = Markup("<p>The tenants' union meets again. Bring the letter.</p>")
    posts = (
        v.OpenPostView("/@marisol/a", ago(days=2), words, pictures=(cast.BALCONY,)),
        v.OpenPostView("/@marisol/b", ago(days=60), words, "police"),
    )
    about = Markup("<p>Canal Street, mostly nights.</p>")
    yield "open-page", "open/page.html", v.OpenPage(cast.MARISOL, about, posts, "/@marisol?before=b")
    yield "open-page-empty", "open/page.html", v.OpenPage(cast.MARISOL)
    yield "open-post", "open/page.html", v.OpenPage(cast.MARISOL, posts=posts[1:], is_one_post=True)


def for_reach() -> Iterator[tuple[str, str, object, Changes]]:
    """(name, template, view, what differs in the frame)."""
    yield from _settings()
    yield from _filters()
    yield from _requests()


def _settings() -> Iterator[tuple[str, str, object, Changes]]:
    reach = v.ReachPage(
        v.Field("everybody"), v.Field("followed"), v.Field("nobody"), v.Field("asks"), v.Field("on"), v.Field("off"),
        "https://lantern.example/@marisol",
    )  # fmt: skip
    wrong = replace(reach, mentions=v.Field("friends", "Please choose one of these."))
    yield "reach", "settings/reach.html", reach, {"place": "more"}
    yield "reach-refused", "settings/reach.html", wrong, {"place": "more"}


def _filters() -> Iterator[tuple[str, str, object, Changes]]:
    kept = (
        v.FilterView(1, "Landlords", ("visitor fee", "deposit"), ("home", "public"), hides=False),
        v.FilterView(2, "نص", ("كلمة",), ("home", "thread"), hides=True, until=ago(days=-7)),
    )
    yield "filters", "settings/filters.html", v.FiltersPage(kept), {"place": "more"}
    yield "filters-empty", "settings/filters.html", v.FiltersPage(), {"place": "more"}
    yield "filter-new", "settings/filter.html", v.FilterPage("/settings/filters"), {"place": "more"}
    refused = v.FilterPage(
        "/settings/filters/1", v.Field("", "Please give it a name."), v.Field("fee\ndeposit"), contexts=(),
        contexts_error="Please choose where it holds.", lasts=v.Field("keep"), ends=ago(days=-7), error="Not kept.",
    )  # fmt: skip
    yield "filter-refused", "settings/filter.html", refused, {"place": "more"}
    folded = replace(cast.PATROL, folded="Police")
    yield "home-filtered", "timeline/home.html", v.TimelinePage((folded, cast.LETTER)), {"place": "home"}


def _requests() -> Iterator[tuple[str, str, object, Changes]]:
    asking = (v.RequestView(1, cast.JUNO, ago(hours=2)), v.RequestView(2, cast.NIGHT_DESK, ago(days=3)))
    yield "message-requests", "message/requests.html", v.RequestsPage(asking), {"place": "messages"}
    yield "message-requests-empty", "message/requests.html", v.RequestsPage(), {"place": "messages"}
    wrote = (
        cast.a_post(cast.JUNO, "<p>Are you the one with the letter?</p>", ago(hours=3), audience="mentioned"),
        cast.a_post(cast.JUNO, "", ago(hours=2), audience="mentioned", warning="fear", pictures=(cast.BALCONY,)),
    )
    asked = v.RequestPage(1, cast.JUNO, wrote)
    yield "message-request", "message/request.html", asked, {"place": "messages"}
    shown = replace(asked, ask_for_pictures=False)
    yield "message-request-pictures", "message/request.html", shown, {"place": "messages"}
    yield "messages-asked", "message/list.html", v.MessagesPage(requests=True), {"place": "messages"}
