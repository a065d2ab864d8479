"""Samples of the public log, its figures, summaries that wait for a reader, and the page about the law."""

from collections.abc import Iterator
from dataclasses import replace

from markupsafe import Markup

from app.web import views as v
from app.web.views import openness as o

Changes = dict[str, object]
CLAUSE = "4.1 No outing"


def of_openness() -> Iterator[tuple[str, str, object, Changes]]:
    """(name, template, view, what differs in the frame)."""
    more: Changes = {"place": "more"}
    lines = (
        o.LogLine(CLAUSE, "/policy/2", "Remove the post", "decided", "A face that was not hers to show. It is gone."),
        o.LogLine("2 No harassment", "/policy/2", "Suspend the account", "appealed, overturned", ""),
    )
    rows = (o.FigureRow(CLAUSE, (12, 8, None, None)), o.FigureRow("", (31, 20, 6, None)))
    quarter = o.QuarterView("2026 Q3", "6 hours", rows)
    log = o.LogPage(
        (o.LogMonth("October 2026", lines), o.LogMonth("September 2026", lines[:1])), (quarter,), "214-9f3a", "30 days"
    )
    yield "log", "openness/log.html", log, more
    yield "log-moderator", "openness/log.html", replace(log, may_summarise=True), more
    yield "log-empty", "openness/log.html", o.LogPage((), ()), more
    waits = o.SummaryView("/log/summaries/7", CLAUSE, "Remove the post", "decided", case_number=214)
    theirs = replace(waits, words=v.Field("A face that was not hers to show."))
    wrong = replace(waits, words=v.Field("@juno", "A summary names nobody: please write it without @ and names."))
    yield "summaries", "openness/summaries.html", o.SummariesPage((waits, theirs, replace(theirs, mine=True))), more
    yield "summaries-refused", "openness/summaries.html", o.SummariesPage((wrong,)), more
    yield "summaries-empty", "openness/summaries.html", o.SummariesPage(()), more
    law = o.LawPage(Markup("<p>The union's lawyers: law@union.example</p>"))
    yield "law", "openness/law.html", law, more
    steward = replace(law, may_write=True, typed=v.Field("The union's lawyers", "This is too long."))
    yield "law-steward", "openness/law.html", steward, more
    yield "law-nobody", "openness/law.html", o.LawPage(), more
