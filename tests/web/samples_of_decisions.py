"""Samples of what people decided about a member, in every measure and state."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from markupsafe import Markup

from app.web.decided import TOLD
from app.web.views.decisions import (
    CitedClause,
    DecisionLine,
    DecisionPage,
    DecisionsPage,
    NoticeView,
    ReviewLine,
    ReviewsPage,
    SaidView,
)
from app.web.views.frame import DecidedAbout, Standing
from moderation.measures import Measure
from tests.web.cast import ago

Changes = dict[str, object]

CLAUSE = CitedClause(
    3, "4.2", "No outing", Markup("<p>Nobody is named, pictured or placed without their yes.</p>"),
    Markup("<p>A name or a face can cost a home.</p>"), "en",
)  # fmt: skip
REMOVED = NoticeView(
    41, "remove", *TOLD[Measure.REMOVE], CLAUSE,
    Markup("<p>The second picture shows a face, and she did not say yes to it.</p>"), 1,
    ago(hours=5), ago(days=-14), is_about_post=True, post=7, in_force_at=ago(hours=5), review_at=ago(days=-14),
    may_appeal=True,
)  # fmt: skip


def of_decisions() -> Iterator[tuple[str, str, object, Changes]]:
    """(name, template, view, what differs in the frame)."""
    lines = (
        DecisionLine(43, TOLD[Measure.WORD][0], ago(hours=1), restricts=False, fresh=True),
        DecisionLine(42, TOLD[Measure.PAUSE_POSTING][0], ago(hours=3)),
        DecisionLine(41, TOLD[Measure.REMOVE][0], ago(days=3), ago(days=1), "overturned"),
        DecisionLine(40, TOLD[Measure.HOLD][0], ago(days=9), ago(days=6), "ran_out"),
    )
    yield "decisions", "decision/list.html", DecisionsPage(lines, "/decisions?before=40"), {"place": "more"}
    yield "decisions-empty", "decision/list.html", DecisionsPage(), {"place": "more"}
    paused = DecidedAbout(42, TOLD[Measure.PAUSE_POSTING][0], ago(days=-3)), DecidedAbout(40, TOLD[Measure.LIMIT][0])
    changes = {"place": "more", "standing": Standing(decided=paused)}
    yield "restricted", "decision/list.html", DecisionsPage(lines[:1]), changes
    due = ReviewLine(9, TOLD[Measure.LIMIT][0], ago(days=92), ago(days=2), 214)
    reviews = ReviewsPage((due, ReviewLine(8, TOLD[Measure.SUSPEND][0], ago(days=400), ago(days=1))))
    yield "desk-reviews", "desk/reviews.html", replace(reviews, error="You keep out of this one."), {"place": "more"}
    yield "desk-reviews-empty", "desk/reviews.html", ReviewsPage(), {"place": "more"}
    said = SaidView(
        Markup("<p>Does anybody know her? She works the ring road.</p>"), "faces", "en", ("A woman at a door",)
    )
    yield "decision-with-words", "decision/page.html", DecisionPage(REMOVED, said), {"place": "more"}
    for name, notice in _notices():
        yield f"decision-{name}", "decision/page.html", DecisionPage(notice), {"place": "more"}


def _notices() -> Iterator[tuple[str, NoticeView]]:
    yield "removed", REMOVED
    yield "not-breached", _as(Measure.NO_BREACH, restricts=False, review_at=None, may_appeal=False)
    yield "warned", _as(Measure.ADD_WARNING, warning="faces", appeal_state="pending")
    hidden = _as(Measure.HIDE_PICTURE, pictures=2, post=None, described="A face, a street sign.")
    yield "hidden", replace(hidden, clause=replace(CLAUSE, language="ru", translated=True), appeal_state="upheld")
    yield "held", _as(Measure.HOLD, until=ago(days=-2), over_at=ago(hours=1), outcome="eased")
    yield "paused-alone", _as(Measure.PAUSE_POSTING, is_about_post=False, people=2, until=ago(days=-3), alone=True)
    yield "suspended", _as(Measure.SUSPEND, is_about_post=False, review_at=ago(days=-90), people=3)
    yield "ended", _as(Measure.END_ACCOUNT, is_about_post=False, review_at=None, people=3)
    yield "too-late", _as(Measure.LIMIT, may_appeal=False, appeal_until=ago(days=1), people=2)
    yield "overturned", replace(REMOVED, over_at=ago(hours=1), outcome="overturned", appeal_state="overturned")


def _as(measure: Measure, **other: Any) -> NoticeView:
    title, meaning = TOLD[measure]
    return replace(REMOVED, measure=measure, title=title, meaning=meaning, **other)
