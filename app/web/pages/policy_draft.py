"""`/policy/draft`: the next version of the policy, before it is one. Stewards alone, until there is a charter."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

from fastapi import Request, Response

from app.accounts.rules import must_be_steward
from app.basics.errors import Invalid, NotFound, ParasolError
from app.basics.text import written
from app.doors.access import Access
from app.doors.bodies import Form
from app.web import forms, framing
from app.web.answering import onward, page
from app.web.routing import page_door
from app.web.showing_policy import drafted_view
from app.web.tongues import own_name
from app.web.views.frame import EMPTY
from app.web.views.policy import DraftedClause, DraftPage
from app.web.visiting import Visit, member
from moderation.policy import drafted, drafts, queries
from moderation.policy.starting import TEXTS, text_in

door = page_door()

ADDRESS = "/policy/draft"
NO_DAY = "Please choose a day, today or later, or leave this empty."


@door.get(ADDRESS, access=Access.MEMBER)
async def show_draft(request: Request) -> Response:
    """As it will read, each clause with where it is changed; or how to begin."""
    return await _shown(await steward(request))


@door.post("/policy/draft/beginning", access=Access.MEMBER)
async def begin(request: Request) -> Response:
    """`text=ours` (`ours-ru`), or the newest version, or nothing."""
    who = await steward(request)
    chosen, _, language = (await forms.sent(who)).text("text").partition("-")
    text = text_in(language or who.language) if chosen == "ours" else None
    return await _done(who, "draft-begun", drafts.begin, language=who.language, text=text, now=who.now)


@door.post("/policy/draft/publication", access=Access.MEMBER)
async def publish(request: Request) -> Response:
    """In force at once, or from the beginning of a day (UTC)."""
    who = await steward(request)
    form = await forms.sent(who)
    try:
        await who.house.database.write(
            drafts.publish_draft, who.me.role, by=who.me.account_id, in_force_at=_day(form, who.now), now=who.now
        )
    except ParasolError as error:
        return await _shown(who, error, form)
    await framing.house_shown(request, who.house, anew=True)
    return onward("/policy?done=published" if _day(form, who.now) is None else "/policy?done=published-ahead")


@door.post("/policy/draft/base", access=Access.MEMBER)
async def go_on(request: Request) -> Response:
    """The draft follows on that version, which came meanwhile and was looked at."""
    who = await steward(request)
    number = forms.the_id((await forms.sent(who)).text("number"))
    return await _done(who, "draft-goes-on", drafts.go_on_from, number, now=who.now)


@door.post("/policy/draft/removal", access=Access.MEMBER)
async def throw_away(request: Request) -> Response:
    who = await steward(request)
    await forms.sent(who)
    return await _done(who, "draft-gone", drafts.throw_away)


async def steward(request: Request) -> Visit:
    """Whoever may write the policy; raises Forbidden."""
    who = await member(request)
    must_be_steward(who.me.role)
    return who


async def _done(who: Visit, notice: str, act: Callable[..., object], *given: object, **named: object) -> Response:
    """The act, and the page that says so; a refusal comes back with its sentence."""
    try:
        await who.house.database.write(act, who.me.role, *given, **named)
    except NotFound:
        return onward(ADDRESS)
    except ParasolError as error:
        return await _shown(who, error)
    return onward(f"{ADDRESS}?done={notice}")


async def _shown(who: Visit, error: ParasolError | None = None, form: Form | None = None) -> Response:
    draft = await who.house.database.read(drafted.the_draft)
    newest = await who.house.database.read(queries.newest_number)
    beside = error.safe if isinstance(error, Invalid) and error.field == "in_force_at" else ""
    common = DraftPage(
        begun=draft is not None,
        newest=newest,
        day=forms.typed(form, "day", beside) if form else EMPTY,
        today=who.now.date().isoformat(),
        ours=tuple((code, own_name(code)) for code in TEXTS),
        error=error.safe if error and not beside else "",
    )
    if draft is not None:
        clauses = tuple(
            DraftedClause(drafted_view(one, draft.language), f"{ADDRESS}/clauses/{one.key}") for one, _ in draft.clauses
        )
        common = replace(
            common,
            based_on=draft.based_on,
            overtaken_by=newest if newest != draft.based_on else 0,
            introduction=written(draft.introduction),
            language=draft.language,
            clauses=clauses,
            changed_at=draft.changed_at,
        )
    return await page(
        who, "policy/draft.html", common, status=error.status if error else 200, place="more", address=ADDRESS
    )


def _day(form: Form, now: datetime) -> datetime | None:
    """When it takes force; None for at once. Raises Invalid."""
    word = form.text("day").strip()
    try:
        day = date.fromisoformat(word) if word else now.date()
    except ValueError as error:
        raise Invalid("in_force_at", NO_DAY) from error
    if day < now.date():
        raise Invalid("in_force_at", NO_DAY)
    return None if day == now.date() else datetime(day.year, day.month, day.day, tzinfo=UTC)
