"""Samples of the desk: what is reported, one report in each of its states, and how it is decided."""

from collections.abc import Iterator
from dataclasses import replace

from markupsafe import Markup

from app.web.decided import TOLD
from app.web.views import AccountView, Field
from app.web.views.desk import (
    AskedView,
    BeforeView,
    CaseLineView,
    CasePage,
    ClauseView,
    CopyView,
    DecidedView,
    DecidingForm,
    DeskPage,
    DueView,
    LoadPage,
    LoadView,
    MeasureChoice,
    NoteView,
    PictureChoice,
    TiePage,
)
from moderation.measures import Measure
from tests.web import cast
from tests.web.cast import ago
from tests.web.samples_of_decisions import REMOVED

Changes = dict[str, object]

EASY = AccountView("easytravel", "Easy Money Travel", 212)
REASON = "The offer keeps passports and is paid back from the first month. That is what 4.2 is there to stop."
OFFER = CopyView(
    "post", EASY,
    Markup("<p>Girls wanted abroad, no experience, visa and ticket paid, you pay back from your first month. Passport "
           "kept safe by us. Message me.</p>"),
    ago(hours=3), "community", language="en", descriptions=("a passport in a hand", ""),
)  # fmt: skip
CLAUSE = ClauseView(
    6, "4.2", "Paid offers say who, terms, pay and who holds documents",
    Markup("<p>Nobody is recruited by deceit or debt here. An offer that hides the employer, takes documents, or is "
           "paid back by work is removed at once, and the person who wrote it leaves.</p>"),
    Markup("<p>Some of us paid with years.</p>"), ("ask_change", "remove", "suspend"), "two people decide", 14, False,
    7, "en",
)  # fmt: skip
SUSPENDED = replace(
    REMOVED, id=0, measure="suspend", title=TOLD[Measure.SUSPEND][0], meaning=TOLD[Measure.SUSPEND][1], people=2,
    reason=Markup(f"<p>{REASON}</p>"), is_about_post=False, post=None, in_force_at=None, may_appeal=False,
)  # fmt: skip
FORM = DecidingForm(
    (
        MeasureChoice("no_breach", "No breach", 1), MeasureChoice("hold", "Hold it until it is decided", 1),
        MeasureChoice("add_warning", "Add a warning", 1), MeasureChoice("suspend", "Suspend the account", 2),
    ),
    pictures=(PictureChoice(1, "a passport in a hand"), PictureChoice(2, "")), describes=True,
    others=("oda_by_the_river", "juno"),
)  # fmt: skip
CASE = CasePage(
    number=214, subject="post", about=EASY, state="taken", urgency=2, reports=2, asks_hold=True, at=ago(hours=2),
    taken_by="marisol", taken_at=ago(minutes=12), is_mine=True, others=((7, "oda_by_the_river"), (8, "juno")),
    copies=(OFFER,), hidden_pictures=2,
    asked=(
        AskedView("4.2 Paid offers", Markup("<p>Please look quickly, two new girls already answered.</p>"), "remove", 2,
                  True, (Markup("<p>A third one asks now.</p>"),)),
        AskedView("", Markup("<p>They wrote to me too.</p>"), "look"),
    ),
    clauses=((5, "4.1 No outing"), (6, "4.2 Paid offers say who, terms, pay and who holds documents")), clause=CLAUSE,
    before=(BeforeView("Remove the post", ago(days=240), "", "upheld"), BeforeView("Ask to change it", ago(days=150))),
    notes=(NoteView("juno", Markup("<p>I know that number from last year.</p>"), ago(minutes=40)),), form=FORM,
)  # fmt: skip


def of_desk() -> Iterator[tuple[str, str, object, Changes]]:
    """(name, template, view, what differs in the frame)."""
    here: Changes = {"place": "more", "news": frozenset({"desk", "more"}), "aside": ()}
    yield (
        "desk",
        "desk/queue.html",
        DeskPage(
            _lines(), "all", 201, further="/desk?after=201", due=(DueView("Limit to own followers", 190, ago(days=91)),)
        ),
        here,
    )
    yield "desk-empty", "desk/queue.html", DeskPage(without_pictures=True), here
    yield "desk-mine-empty", "desk/queue.html", DeskPage(which="mine"), here
    yield "desk-load", "desk/load.html", LoadPage((LoadView("marisol", 3, 12), LoadView("juno", 0, 2))), here
    tie = TiePage(214, "easytravel", ("follows", "blocks", "vouches", "talks"))
    yield "desk-tie", "desk/tie.html", tie, here
    for name, case in _cases():
        yield f"desk-{name}", "desk/case.html", case, here


def _lines() -> tuple[CaseLineView, ...]:
    return (
        CaseLineView(214, "post", "easytravel", "taken", 2, 2, True, ago(hours=2), "marisol", True),
        CaseLineView(215, "account", "nightdesk@harbour.example", "proposed", 1, 1, False, ago(hours=1)),
        CaseLineView(201, "ally", "harbour.example", "open", 0, 14, False, ago(days=3)),
        CaseLineView(213, "post", "", "taken", 0, 1, False, ago(days=1), "juno"),
    )


def _cases() -> Iterator[tuple[str, CasePage]]:
    typed = replace(FORM, measure=Field("suspend"), reason=Field(REASON), lasts=Field("30"))
    yield "case", CASE
    shown = replace(OFFER, descriptions=(), pictures=(cast.BALCONY,))
    yield "case-with-pictures", replace(CASE, copies=(shown,), hidden_pictures=0)
    yield "case-looked-at", replace(CASE, form=replace(typed, notice=SUSPENDED, looked="ab12"))
    yield "case-refused", replace(CASE, error="Your words or the policy have changed since you looked.", form=replace(
        typed, measure=Field("", "Please choose what is to be done."), reason=Field("no", "Please say why."),
        lasts=Field("365", "A hold lasts 72 hours at most."), warning=Field("", "Please write the warning."),
        pictures_error="Please choose which.", described=Field("", "Please describe what you saw."),
    ), note=Field("", "Please write something first."), to=Field("7", "Please choose who is to have it."))  # fmt: skip
    waits = DecidedView(
        4, "Suspend the account", SUSPENDED, "juno", ago(hours=1), waits=True, waits_until=ago(days=-13)
    )
    nobodys = replace(CASE, is_mine=False, taken_by="", taken_at=None, without_pictures=True)
    yield "case-second", replace(nobodys, state="proposed", decided=(waits,), before=(), notes=())
    held = DecidedView(5, "Hold it", SUSPENDED, "", ago(hours=1), is_due=True, may_lift=True)
    mine = replace(waits, is_mine=True)
    alone = replace(CASE, state="proposed", decided=(replace(waits, is_mine=True),), can_draw=False)
    yield "case-nobody-to-ask", replace(alone, form=replace(typed, notice=replace(SUSPENDED, people=2)))
    yield "case-decided", replace(CASE, is_closed=True, decided=(held, mine, replace(waits, has_said=True)))
    gone = replace(CASE, is_there=False, taken_by="juno", is_mine=False, may_take=True)
    yield "case-gone", replace(gone, copies=(replace(OFFER, warning="an offer", choices=("yes", "no")),))
    profile = CopyView("profile", EASY, Markup("<p>Work abroad.</p>"), ago(hours=3))
    yield "case-account", replace(CASE, subject="account", copies=(profile,), has_changed=True, clause=None, clauses=())
    ally = AccountView("harbour.example", "harbour.example", 1)
    yield "case-ally", replace(CASE, subject="ally", about=ally, copies=(), hidden_pictures=0)
