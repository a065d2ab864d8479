"""`/settings/filters`: words a member does not want to read. They change nobody's page but their own (P13)."""

from datetime import datetime, timedelta

from fastapi import Request, Response

from app.accounts import filter_queries
from app.accounts.actions import filters
from app.accounts.actions.filters import FilterDraft
from app.accounts.filtering import CONTEXTS, HIDE, Word, WordFilter, folded
from app.basics.errors import Invalid, Refused
from app.doors.access import Access
from app.doors.bodies import Form
from app.web import forms, views
from app.web.answering import onward, page
from app.web.routing import page_door
from app.web.views import Field, FilterPage
from app.web.visiting import Visit, member
from app.web.words import N_

door = page_door()

HOW_LONG = N_("Please choose how long it holds.")
_DAYS = {"1", "7", "30"}


@door.get("/settings/filters", access=Access.MEMBER)
async def show_filters(request: Request) -> Response:
    who = await member(request)
    found = await who.house.database.read(filter_queries.filters_of, who.me.account_id, key=who.house.key, now=who.now)
    return await page(who, "settings/filters.html", views.FiltersPage(tuple(map(_listed, found))), place="more")


@door.get("/settings/filters/new", access=Access.MEMBER)
async def show_new(request: Request) -> Response:
    who = await member(request)
    return await page(who, "settings/filter.html", FilterPage("/settings/filters", contexts=CONTEXTS), place="more")


@door.post("/settings/filters", access=Access.MEMBER)
async def add_filter(request: Request) -> Response:
    who = await member(request)
    form = await forms.sent(who)
    try:
        await who.house.database.write(
            filters.add_filter, who.me.account_id, _draft(form, None, who.now), key=who.house.key, now=who.now
        )
    except Refused as error:
        return await _again(who, form, "/settings/filters", None, error)
    return onward("/settings/filters?done=kept")


@door.get("/settings/filters/{number}", access=Access.MEMBER)
async def show_filter(request: Request, number: str) -> Response:
    who = await member(request)
    kept = await _one(who, number)
    view = FilterPage(
        f"/settings/filters/{kept.id}",
        title=Field(kept.title),
        words=Field("\n".join(word.text for word in kept.words)),
        parts=any(not word.whole for word in kept.words),
        contexts=kept.contexts,
        outcome=Field(kept.action),
        lasts=Field("keep" if kept.until else ""),
        ends=kept.until,
    )
    return await page(who, "settings/filter.html", view, place="more")


@door.post("/settings/filters/{number}", access=Access.MEMBER)
async def change_filter(request: Request, number: str) -> Response:
    who = await member(request)
    form, kept = await forms.sent(who), await _one(who, number)
    try:
        draft = _draft(form, kept, who.now)
        await who.house.database.write(
            filters.change_filter, who.me.account_id, kept.id, draft, key=who.house.key, now=who.now
        )
    except Refused as error:
        return await _again(who, form, f"/settings/filters/{kept.id}", kept, error)
    return onward("/settings/filters?done=kept")


@door.post("/settings/filters/{number}/end", access=Access.MEMBER)
async def end_filter(request: Request, number: str) -> Response:
    who, wanted = await member(request), forms.the_id(number)
    await forms.sent(who)
    await who.house.database.write(filters.end_filter, who.me.account_id, wanted)
    return onward("/settings/filters?done=kept")


async def _one(who: Visit, number: str) -> WordFilter:
    return await who.house.database.read(
        filter_queries.one_filter, who.me.account_id, forms.the_id(number), key=who.house.key
    )


def _draft(form: Form, kept: WordFilter | None, now: datetime) -> FilterDraft:
    """What was typed; a line that stood there before keeps the number by which apps know it."""
    known = {folded(word.text): word.id for word in kept.words} if kept else {}
    whole = form.text("parts") != "1"
    lines = form.text("words").splitlines()
    return FilterDraft(
        title=form.text("title"),
        words=[Word(known.get(folded(line.strip()), 0), line, whole) for line in lines],
        contexts=form.texts("contexts"),
        action=form.text("outcome"),
        until=_until(form.text("lasts"), kept, now),
    )


def _until(lasts: str, kept: WordFilter | None, now: datetime) -> datetime | None:
    if lasts == "keep" and kept is not None:
        return kept.until
    if lasts and lasts not in _DAYS:
        raise Invalid("lasts", HOW_LONG)
    return now + timedelta(days=int(lasts)) if lasts else None


async def _again(who: Visit, form: Form, send_to: str, kept: WordFilter | None, error: Refused) -> Response:
    wrong = error.field if isinstance(error, Invalid) else ""

    def typed(name: str) -> Field:
        return forms.typed(form, name, error.safe if wrong == name else "")

    view = FilterPage(
        send_to,
        title=typed("title"),
        words=typed("words"),
        parts=form.text("parts") == "1",
        contexts=tuple(one for one in CONTEXTS if one in form.texts("contexts")),
        contexts_error=error.safe if wrong == "contexts" else "",
        outcome=typed("outcome"),
        lasts=typed("lasts"),
        ends=kept.until if kept else None,
        error="" if wrong else error.safe,
    )
    return await page(who, "settings/filter.html", view, status=error.status, place="more")


def _listed(kept: WordFilter) -> views.FilterView:
    texts = tuple(word.text for word in kept.words)
    return views.FilterView(kept.id, kept.title, texts, kept.contexts, kept.action == HIDE, kept.until)
