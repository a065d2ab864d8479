"""Samples of appeals from both sides, of being drawn, and of who looks after the house."""

from collections.abc import Iterator
from dataclasses import replace

from markupsafe import Markup

from app.web.decided import TOLD
from app.web.views.appeals import (
    AnswerForm,
    AppealingPage,
    AppealLine,
    AppealsPage,
    CopyView,
    HearingPage,
    MatterView,
    OwnAppealPage,
    SaidView,
    SecondPage,
)
from app.web.views.frame import Field
from app.web.views.jurors import BeingDrawnPage
from app.web.views.jurors import MatterView as DrawnFor
from app.web.views.keepers import KeepersPage, KeeperView, StandingDownPage, StoodDownView
from moderation.measures import Measure
from tests.web import cast
from tests.web.cast import ago
from tests.web.samples_of_decisions import REMOVED

Changes = dict[str, object]
Samples = Iterator[tuple[str, str, object, Changes]]
HERE: Changes = {"place": "more"}

TITLE, SUSPENDED = TOLD[Measure.REMOVE][0], TOLD[Measure.SUSPEND][0]
REASON = Markup("<p>The face is her own, and she says so herself.</p>")
LINES = (
    SaidView(Markup("<p>It is my own face, and I said yes to that.</p>"), ago(days=2), True, True),
    SaidView(Markup("<p>Can you say since when it has been on your page?</p>"), ago(days=1), False, False),
    SaidView(Markup('<p dir="auto">منذ أسبوع</p>'), ago(hours=3), True, True),
)
OWN = OwnAppealPage(5, 41, TITLE, ago(days=-11), True, LINES)
POST = CopyView(
    "post", "marisol", Markup("<p>The new kitchen. We did that.</p>"), ago(days=4), "faces", "en",
    ("a kitchen, two people laughing", ""),
)  # fmt: skip
MESSAGE = CopyView("message", "leila@maisonrouge.example", Markup("<p>مساء الخير</p>"), ago(days=3))
MATTER = MatterView(replace(REMOVED, id=0, may_appeal=False, described="A face."), (POST, MESSAGE), 214)
HEARD = HearingPage(
    5, MATTER, ago(days=-11), tuple(replace(one, mine=not one.by_subject) for one in LINES), mine=True, is_taken=True,
    wants_another=False, has_said=False,
)  # fmt: skip


def of_appeals() -> Samples:
    """(name, template, view, what differs in the frame)."""
    yield from _own()
    yield from _hearing()
    yield from _drawn()
    yield from _keepers()


def _own() -> Samples:
    mine = (
        AppealLine(5, TITLE, ago(days=2), ago(days=-12), is_heard=True),
        AppealLine(4, SUSPENDED, ago(days=1), ago(days=-13)),
        AppealLine(3, TITLE, ago(days=40), ago(days=26), "upheld"),
        AppealLine(2, TITLE, ago(days=60), ago(days=46), "silence"),
        AppealLine(1, TITLE, ago(days=80), ago(days=66), "withdrawn"),
    )
    waiting = (
        AppealLine(9, TITLE, ago(days=3), ago(days=-11), is_heard=True, mine=True),
        AppealLine(8, SUSPENDED, ago(days=2), ago(days=-12), is_heard=True, wants_another=True),
        AppealLine(7, TITLE, ago(hours=2), ago(days=-14)),
    )
    yield "appeals", "appeal/list.html", AppealsPage(mine), HERE
    yield "appeals-empty", "appeal/list.html", AppealsPage(), HERE
    yield "appeals-to-hear", "appeal/list.html", AppealsPage(mine[:1], waiting, hears=True), HERE
    yield "appeals-none-to-hear", "appeal/list.html", AppealsPage(hears=True), HERE
    new = AppealingPage(41, REMOVED, 14)
    yield "appeal-new", "appeal/new.html", new, HERE
    wrong = replace(new, words=Field("", "Please write something."), trouble="You have appealed this decision already.")
    yield "appeal-refused", "appeal/new.html", wrong, HERE
    yield "appeal-too-late", "appeal/new.html", AppealingPage(41, replace(REMOVED, may_appeal=False), 14), HERE
    yield "appeal", "appeal/own.html", OWN, HERE
    unheard = replace(OWN, is_heard=False, lines=LINES[:1], words=Field("x", "This is too long."), trouble="Not sent.")
    yield "appeal-unheard", "appeal/own.html", unheard, HERE
    ended = replace(OWN, outcome="overturned", answered_at=ago(hours=1), reason=REASON)
    yield "appeal-overturned", "appeal/own.html", ended, HERE
    yield "appeal-upheld", "appeal/own.html", replace(ended, outcome="upheld"), HERE
    yield "appeal-silence", "appeal/own.html", replace(ended, outcome="silence", reason=Markup("")), HERE


def _hearing() -> Samples:
    looked = AnswerForm(Field("1"), Field("The face is her own."), shown=REASON, looked="c0ffee")
    wrong = AnswerForm(
        Field("", "Please choose what should come of it."), Field("no", "Please write why, in a sentence at least."), 2
    )
    nobody = replace(HEARD, mine=False, is_taken=False, matter=replace(MATTER, copies=(), case=0))
    second = replace(
        HEARD, mine=False, wants_another=True, form=AnswerForm(people=2, first_reason=Markup("<p>It stays.</p>"))
    )
    yield "hearing", "appeal/hearing.html", HEARD, HERE
    yield "hearing-nobodys", "appeal/hearing.html", nobody, HERE
    yield "hearing-looked", "appeal/hearing.html", replace(HEARD, form=looked), HERE
    refused = replace(HEARD, form=wrong, words=Field("", "Please write something."), trouble="Not sent.")
    yield "hearing-refused", "appeal/hearing.html", refused, HERE
    yield "hearing-second", "appeal/hearing.html", second, HERE
    yield "hearing-said", "appeal/hearing.html", replace(HEARD, has_said=True), HERE
    yield "hearing-ended", "appeal/hearing.html", replace(HEARD, outcome="upheld"), HERE


def _drawn() -> Samples:
    matters = (
        DrawnFor(41, "hear", ago(hours=2), ago(days=-2)),
        DrawnFor(42, "agree", ago(hours=2), ago(days=-1)),
        DrawnFor(43, "hear", ago(hours=9), ago(days=-1), taken=True, appeal_id=5),
        DrawnFor(44, "agree", ago(hours=9), ago(days=-1), taken=True),
    )
    yield "being-drawn", "juror/settings.html", BeingDrawnPage(Field("off")), HERE
    yield "being-drawn-matters", "juror/settings.html", BeingDrawnPage(Field("on"), matters), HERE
    wrong = BeingDrawnPage(Field("perhaps", "Please choose one of these."), is_new=True, moderates=True)
    yield "being-drawn-refused", "juror/settings.html", wrong, HERE
    second = SecondPage(42, replace(MATTER, case=0))
    yield "drawn-second", "juror/second.html", second, HERE
    yield "drawn-second-said", "juror/second.html", replace(second, has_said=True, trouble="Not done."), HERE


def _keepers() -> Samples:
    people = (KeeperView(1, cast.MARISOL, "steward", True), KeeperView(2, cast.JUNO, "moderator", True))
    before = (
        StoodDownView("oda", "moderator", "marisol", ago(days=3)),
        StoodDownView("leo", "steward", "", ago(days=90)),
    )
    yield "keepers", "keeper/list.html", KeepersPage(people, before), HERE
    plain = KeepersPage(tuple(replace(one, may_stand_down=False) for one in people))
    yield "keepers-for-members", "keeper/list.html", plain, HERE
    down = StandingDownPage(2, cast.JUNO, "moderator", is_me=False, others=("marisol", "oda"))
    yield "standing-down", "keeper/standing_down.html", down, HERE
    wrong = replace(
        down, is_me=True, sessions=True, hand_to=Field("marisol", "No other moderator or steward has that name."),
        trouble="You are the only steward here. Somebody else has to be one before.",
    )  # fmt: skip
    yield "standing-down-refused", "keeper/standing_down.html", wrong, HERE
