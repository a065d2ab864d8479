"""Samples of conversations."""

from collections.abc import Iterator
from dataclasses import replace

from app.web import views as v
from app.web.views.talking import MessagesPage, TalkPage, TalkView
from tests.web import cast
from tests.web.cast import ago
from tests.web.samples_of_editing import TONGUES

Changes = dict[str, object]
HOME = "<p>@juno are you home? Text me when the door is shut.</p>"
SAFE = "<p>Home, door shut, kettle on. Thank you for asking, it was a long one tonight.</p>"


def of_talks() -> Iterator[tuple[str, str, object, Changes]]:
    """(name, template, view, what differs in the frame)."""
    messages: Changes = {"place": "messages"}
    yield "messages", "message/list.html", MessagesPage(_listed(), "/messages?before=1", requests=True), messages
    yield "messages-empty", "message/list.html", MessagesPage(), messages
    two = (
        cast.a_post(cast.MARISOL, HOME, ago(minutes=50), audience="mentioned", may_boost=False, may_reply=False),
        cast.a_post(cast.JUNO, SAFE, ago(minutes=5), audience="mentioned", may_boost=False, may_reply=False),
    )
    talk = TalkPage(7, (cast.JUNO, cast.LEILA), two, newest=two[1].id, earlier="/messages/7?before=2")
    yield "talk", "message/talk.html", talk, messages
    yield "talk-earlier", "message/talk.html", TalkPage(7, (cast.JUNO,), two, 2, later="/messages/7"), messages
    looked = TalkPage(
        7, (cast.JUNO,), two, newest=two[1].id, warning=v.Field("rain"), language=TONGUES,
        pictures=(v.KeptPicture("m1", "/static/balcony.svg", "the balcony"), v.KeptPicture("m2", "/static/door.svg")),
        preview=v.PreviewView(replace(two[0], id=0), ("@juno",)),
    )  # fmt: skip
    yield "talk-preview", "message/talk.html", looked, messages
    wrong = v.Field("And now…", "This is too long: at most 5,000 characters.")
    refused = TalkPage(7, (cast.JUNO,), two, newest=two[1].id, text=wrong, muted=True)
    yield "talk-refused", "message/talk.html", refused, messages
    trouble = TalkPage(7, (), two, newest=two[1].id, error="Too many tries. Please wait a little.")
    yield "talk-with-nobody", "message/talk.html", trouble, messages


def _listed() -> tuple[TalkView, ...]:
    return (
        TalkView(1, (cast.JUNO,), ago(minutes=5), "Home, door shut, kettle on. Thank you for asking.", fresh=True),
        TalkView(2, (cast.NIGHT_DESK, cast.ODA, cast.LEILA), ago(hours=3), "See you at eight then", mine=True),
        TalkView(3, (cast.ODA,), ago(days=2), warning="police"),
        TalkView(4, (cast.LEILA,), ago(days=3), pictures=True),
        TalkView(5, (), ago(days=20), sealed=True),
    )
