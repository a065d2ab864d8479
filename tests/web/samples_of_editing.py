"""Samples of the pages of editing, and of what a post said before."""

from collections.abc import Iterator
from dataclasses import replace

from markupsafe import Markup

from app.web.views import Field, PreviewView, ProfilePage
from app.web.views.editing import EditPage, HistoryPage, StandingPicture, VersionView
from app.web.views.writing import LanguageField
from tests.web import cast
from tests.web.cast import ago

TONGUES = LanguageField("en", choices=(("en", "English"), ("ru", "Русский"), ("ar", "العربية")))


def editing() -> Iterator[tuple[str, str, object, dict[str, object]]]:
    """(name, template, view, what differs in the frame)"""
    picture = StandingPicture(7, "/static/balcony.svg", Field("the balcony at dusk"))
    edit = EditPage("/posts/1", Field("Tea at mine on Sunday"), Field("tea"), "followers", TONGUES, (picture,))
    yield "edit", "post/edit.html", edit, {}
    refused = EditPage(
        "/posts/1",
        Field("dear @juno and @oda", "You name somebody who could not read this before."),
        Field("x" * 301, "A warning has at most 300 characters."),
        "mentioned",
        replace(TONGUES, value="xx", error="Please choose one of the languages."),
        (StandingPicture(7, "/static/balcony.svg", Field("me", "A description has at most 1,500 characters."), True),),
        error="Nothing is changed yet. Everything is still here: please look below.",
    )
    yield "edit-preview", "post/edit.html", replace(edit, preview=PreviewView(cast.TWO_PICTURES)), {}
    yield "edit-refused", "post/edit.html", refused, {}
    gone = EditPage(text=Field("Tea on Sunday"), warning=Field("tea"), error="This post is not there any more.")
    yield "edit-gone", "post/edit.html", gone, {}
    versions = (
        VersionView(ago(hours=5), Markup("<p>Tea at mine on Sonday.</p>"), language="de", lost=("a table", "")),
        VersionView(ago(hours=2), Markup("<p>Tea at mine on Sunday.</p>"), "tea", "en", (cast.BALCONY,)),
        VersionView(ago(minutes=5), Markup(""), sealed=True),
    )
    pinned = replace(cast.TWO_PICTURES, on_top=True, pinned=True, may_pin=True, edited=ago(days=2))
    own = ProfilePage(cast.MARISOL, follow="own", posts=(pinned, replace(cast.HELD, edited=ago(minutes=5))))
    yield "profile-pinned", "profile/page.html", own, {"place": "more"}
    yield "history", "post/history.html", HistoryPage(cast.MARISOL, "followers", "/posts/1", versions), {}
    drawn = (VersionView(ago(hours=5), Markup("<p>Under the :parasol:</p>"), ":parasol: tea"),)
    with_emoji = HistoryPage(cast.MARISOL, "community", "/posts/1", drawn, {"parasol": "p" * 22})
    yield "history-emoji", "post/history.html", with_emoji, {}
