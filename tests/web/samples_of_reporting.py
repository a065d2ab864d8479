"""Samples of reporting something, of what came of it, and of whom to turn to in danger."""

from collections.abc import Iterator
from dataclasses import replace

from markupsafe import Markup

from app.web import views as v
from app.web.report_words import OUTCOMES
from app.web.views import reporting as r
from moderation.cases.telling import Outcome
from tests.web import cast
from tests.web.cast import ago

Changes = dict[str, object]
MORE: Changes = {"place": "more"}

CLAUSES = (
    r.ClauseChoice(1, "1", "Be good to each other", Markup("<p>Speak to others as you would be spoken to.</p>"), "en"),
    r.ClauseChoice(4, "4.1", "No outing", Markup("<p>Nobody is named, pictured or placed without their yes.</p>")),
    r.ClauseChoice(6, "6", "لا تمييز", Markup("<p>نص</p>"), "ar"),
)
LINES = (
    r.LineView(False, "that is me on the balcony", ago(hours=2)),
    r.LineView(True, "It is gone. Are you safe?", ago(hours=1)),
)
HELP = (
    r.HelpView(1, "Night line", "Every night until six. They ask no papers.", "+49 30 1234", "tel:+49301234"),
    r.HelpView(2, "خط المساعدة", "نص", "https://help.example/ar", "https://help.example/ar", "العربية"),
    r.HelpView(3, "The house with the blue door", "", "Ask Oda for the way"),
)


def of_reporting() -> Iterator[tuple[str, str, object, Changes]]:
    """(name, template, view, what differs in the frame)."""
    yield from _forms()
    yield from _mine()
    yield from _letters()
    yield "help", "report/help.html", r.HelpPage(HELP), MORE
    yield "help-after-report", "report/help.html", r.HelpPage(HELP, reported=True), MORE
    yield "help-empty", "report/help.html", r.HelpPage(reported=True), MORE | {"role": "steward"}
    languages = (("en", "English"), ("ru", "русский"))
    yield "help-desk", "report/help_desk.html", r.HelpDeskPage(HELP, languages), MORE | {"role": "steward"}
    refused = r.HelpDeskPage(
        (), languages, v.Field("", "Please write who it is."), v.Field("at night"), v.Field("+49"), v.Field("ru"),
        "There are a hundred already.",
    )  # fmt: skip
    yield "help-desk-refused", "report/help_desk.html", refused, MORE | {"role": "steward"}


def for_outside() -> Iterator[tuple[str, str, object]]:
    """What somebody without an account sees."""
    yield "outside", "report/outside.html", r.OutsidePage(urgency=v.Field("0"))
    yield "outside-code", "report/outside.html", r.OutsidePage("k7fm-29qx-wt3p-hd4c")
    helpers = (r.HelpView(1, "The red umbrella", "By night, in four languages", "+34 600 000 000", "tel:+34600000000"),)
    yield "outside-danger", "report/outside.html", r.OutsidePage("k7fm-29qx-wt3p-hd4c", addresses=helpers)
    refused = r.OutsidePage(
        "", v.Field("x", "Please write which post."), v.Field("", "Please write what is wrong."),
        v.Field("7", "Please choose one of these."), "Too many tries.",
    )  # fmt: skip
    yield "outside-refused", "report/outside.html", refused
    yield "outside-case", "report/outside_case.html", r.OutsideCasePage()
    wrong = r.OutsideCasePage(v.Field("abcd", "No letter has this code."), v.Field("x", "Too long."), error="Wait.")
    yield "outside-case-refused", "report/outside_case.html", wrong
    told = r.OutsideCasePage(v.Field("k7fm"), found=True, lines=LINES, outcomes=(OUTCOMES[Outcome.REMOVED],))
    yield "outside-case-read", "report/outside_case.html", told
    yield "outside-case-waits", "report/outside_case.html", replace(told, outcomes=())


def _letters() -> Iterator[tuple[str, str, object, Changes]]:
    letters = (
        r.LetterView(9, "@marisol", 2, ago(hours=2), LINES, 12),
        r.LetterView(8, "https://…/لا", 1, ago(days=2), LINES[:1], 0, v.Field("", "Please write what is wrong.")),
    )
    steward = MORE | {"role": "steward"}
    yield "letters", "report/letters.html", r.LettersPage(letters, "/house/outside?before=8", True, True), steward
    yield "letters-empty", "report/letters.html", r.LettersPage(), MORE | {"role": "moderator"}


def _forms() -> Iterator[tuple[str, str, object, Changes]]:
    address = f"/report/posts/{cast.PATROL.id}"
    form = r.ReportPage(
        address, cast.PATROL.address, post=cast.PATROL, clauses=CLAUSES, clause=v.Field("0"), wish=v.Field("look"),
        urgency=v.Field("0"),
    )  # fmt: skip
    yield "report", "report/new.html", form, {}
    yield "report-no-policy", "report/new.html", replace(form, clauses=()), {}
    refused = replace(
        form, clause=v.Field("9", "Please choose again."), words=v.Field("x", "This is too long."), hold=True,
        wish=v.Field("burn", "Please choose one of these."), urgency=v.Field("7", "Please choose one of these."),
        error="You have reported a lot since yesterday.",
    )  # fmt: skip
    yield "report-refused", "report/new.html", refused, {}
    messages = tuple(
        r.MessageChoice(40 + n, who, ago(hours=9 - n), words, pictures=n, opens=n != 1, chosen=n == 2, reported=n == 2)
        for n, (who, words) in enumerate(
            ((cast.JUNO, "good evening"), (cast.MARISOL, ""), (cast.LEILA, "أعرف أين تسكنين"))
        )
    )
    message = replace(cast.LETTER, audience="mentioned")
    named = replace(
        form, post=message, is_message=True, messages=messages, included_error="Please choose the messages again."
    )
    yield "report-message", "report/new.html", named, {}
    somebody = replace(form, post=None, account=cast.LEILA, send_to="/report/@leila", back="/@leila")
    yield "report-somebody", "report/new.html", somebody, {}
    yield "report-house", "report/new.html", replace(form, post=None, house="harbour.example"), {}


def _mine() -> Iterator[tuple[str, str, object, Changes]]:
    told = r.MyReportView(
        "post", "@nightdesk@harbour.example", "/posts/1", ago(hours=3), ("they wrote where I live", "and again"),
        looked_at=False, again="/report/posts/1",
    )  # fmt: skip
    looked = replace(told, subject="account", about="@juno", looked_at=True)
    decided = replace(
        told, subject="ally", about="", again="", is_new=True,
        outcomes=tuple(OUTCOMES[outcome] for outcome in Outcome),
    )  # fmt: skip
    news = {"news": frozenset({"reports", "more"})}
    yield "reports", "report/mine.html", r.MyReportsPage((told, looked, decided), "/reports?before=1"), MORE | news
    yield "reports-empty", "report/mine.html", r.MyReportsPage(), MORE
