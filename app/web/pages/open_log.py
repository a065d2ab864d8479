"""`/log`: what was decided here, without anybody in it (P19), and how often. Open where the policy is."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from fastapi import Request, Response

from app.accounts.rules import must_be_moderator
from app.basics.errors import Invalid, NotSignedIn, ParasolError
from app.doors.access import Access
from app.doors.bodies import Form
from app.web import forms, framing, keeping
from app.web.answering import onward, page
from app.web.measures import MEASURES, OUTCOMES
from app.web.outside_door import hears
from app.web.render import words_in
from app.web.routing import page_door
from app.web.views import Field
from app.web.views.openness import FigureRow, LogLine, LogMonth, LogPage, QuarterView, SummariesPage, SummaryView
from app.web.visiting import Visit, member, visit
from app.web.words import Words
from moderation.openness import chain, figures, log, naming
from moderation.openness.ages import HEADS_LAST
from moderation.openness.figures import ALL_CLAUSES, KINDS, Quarter
from moderation.openness.log import Awaited, Entry
from moderation.openness.naming import Names

door = page_door()

ADDRESS, SUMMARIES = "/log", "/log/summaries"


@door.get(ADDRESS, access=Access.OPEN)
async def show_log(request: Request) -> Response:
    who = await visit(request)
    if not who.secret and not await framing.policy_is_open(who):
        raise NotSignedIn
    read = who.house.database.read
    entries = await read(log.entries, now=who.now)
    counted = await read(figures.quarters)
    names = await read(
        naming.names, {(each.policy_version, each.clause_key) for each in entries}, language=who.language
    )
    now_named = await read(naming.names_now, now=who.now, language=who.language)
    words = words_in(who.language)
    view = LogPage(
        months=_months(words, entries, names),
        quarters=tuple(_quarter(words, each, now_named) for each in counted),
        head=(await read(chain.head)).words if who.who else "",
        kept=keeping.span(words, HEADS_LAST),
        may_summarise=who.viewer.is_moderator,
        hears_outside=await hears(who),
    )
    return await page(who, "openness/log.html", view, place="more" if who.who else "")


@door.get(SUMMARIES, access=Access.MEMBER)
async def show_summaries(request: Request) -> Response:
    """To moderators: what may still get a summary, and what somebody else has to read first."""
    return await _summaries(await _moderator(request))


@door.post(SUMMARIES + "/{entry}", access=Access.MEMBER)
async def write_summary(request: Request, entry: str) -> Response:
    return await _done_with(request, entry, log.write_summary, done="summary-kept")


@door.post(SUMMARIES + "/{entry}/yes", access=Access.MEMBER)
async def publish_summary(request: Request, entry: str) -> Response:
    """`words` are those that the second reader was shown."""
    return await _done_with(request, entry, log.publish_summary, done="summary-open")


async def _done_with(request: Request, entry: str, act: Callable[..., None], *, done: str) -> Response:
    who = await _moderator(request)
    form = await forms.sent(who)
    number = forms.the_id(entry)
    try:
        await who.house.database.write(act, who.viewer, number, form.text("words"), key=who.house.key)
    except ParasolError as error:
        typed = form if isinstance(error, Invalid) else None  # what was changed meanwhile is shown as it is now
        return await _summaries(who, number, typed, error)
    return onward(f"{SUMMARIES}?done={done}")


def _months(words: Words, entries: Sequence[Entry], names: Names) -> Sequence[LogMonth]:
    by_month: dict[str, list[LogLine]] = {}
    for each in entries:
        line = LogLine(
            names.get((each.policy_version, each.clause_key), ""),
            f"/policy/{each.policy_version}",
            MEASURES[each.measure],
            OUTCOMES[each.kind],
            each.summary,
        )
        by_month.setdefault(each.month, []).append(line)
    return tuple(
        LogMonth(words.month(datetime.fromisoformat(f"{month}-01")), lines) for month, lines in by_month.items()
    )


def _quarter(words: Words, quarter: Quarter, names: Mapping[int, str]) -> QuarterView:
    keys = sorted({key for counts in quarter.figures.values() for key in counts if key != ALL_CLAUSES})
    rows = [FigureRow(names.get(key, ""), [quarter.figures.get(kind, {}).get(key) for kind in KINDS]) for key in keys]
    everything = [quarter.figures.get(kind, {}).get(ALL_CLAUSES) for kind in KINDS]
    return QuarterView(
        quarter.name.replace("-", " "),
        "" if quarter.first_look is None else keeping.span(words, timedelta(hours=quarter.first_look)),
        (*rows, FigureRow("", everything)),
    )


async def _summaries(
    who: Visit, wrong: int = 0, form: Form | None = None, error: ParasolError | None = None
) -> Response:  # fmt: skip
    awaited = await who.house.database.read(log.awaited, who.viewer, key=who.house.key)
    pairs = {(each.policy_version, each.clause_key) for each in awaited}
    names = await who.house.database.read(naming.names, pairs, language=who.language)
    beside = error.safe if isinstance(error, Invalid) else ""
    views = tuple(
        _summary(each, names, form.text("words") if form and each.entry_id == wrong else each.words,
                 beside if each.entry_id == wrong else "")
        for each in awaited
    )  # fmt: skip
    view = SummariesPage(views, log.LONGEST, error.safe if error and not beside else "")
    return await page(who, "openness/summaries.html", view, status=error.status if error else 200, place="more")


def _summary(each: Awaited, names: Names, typed: str, fault: str) -> SummaryView:
    return SummaryView(
        f"{SUMMARIES}/{each.entry_id}",
        names.get((each.policy_version, each.clause_key), ""),
        MEASURES[each.measure],
        OUTCOMES[each.kind],
        Field(typed, fault),
        each.mine,
        each.case_number,
    )


async def _moderator(request: Request) -> Visit:
    who = await member(request)
    must_be_moderator(who.me.role)
    return who
