"""`/appeals`: asking that a decision be looked at again, also for whoever is suspended, or hides (P16)."""

from fastapi import Request, Response

from app.basics.errors import Conflict, Invalid, NotFound, Refused
from app.basics.text import render
from app.doors.access import Access
from app.doors.bodies import Form
from app.web import forms
from app.web.answering import onward, page
from app.web.decided import TOLD, notice_view
from app.web.forms import StaleForm
from app.web.heard import line_to_hear, own_line, said_view
from app.web.hearing import hearing_page
from app.web.routing import page_door
from app.web.views import Field
from app.web.views.appeals import AppealingPage, AppealsPage, OwnAppealPage
from app.web.visiting import Visit, member
from moderation.appeals import appealing, queries, rules
from moderation.appeals.lines import lines_of
from moderation.decided.queries import notice_about

door = page_door()

ADDRESS = "/appeals"
Wrong = Refused | Conflict | StaleForm


@door.get(ADDRESS, access=Access.MEMBER)
async def show_appeals(request: Request) -> Response:
    """One's own; and for whoever looks after the house or was drawn, those that they may hear."""
    who = await member(request, suspended=True)
    read, key = who.house.database.read, who.house.key
    own = await read(queries.all_own, who.me.account_id, key=key)
    to_hear = [] if who.me.suspended else await read(queries.to_hear, who.viewer, key=key)
    view = AppealsPage(
        tuple(own_line(one) for one in own),
        tuple(line_to_hear(one) for one in to_hear),
        hears=who.viewer.is_moderator or bool(to_hear),
    )
    return await page(who, "appeal/list.html", view, place="more")


@door.get("/decisions/{decision}/appeal", access=Access.MEMBER)
async def begin(request: Request, decision: str) -> Response:
    """The form; for what was appealed already, that appeal."""
    who, decision_id = await member(request, suspended=True), forms.the_id(decision)
    mine = await who.house.database.read(queries.of_decision, who.me.account_id, decision_id, key=who.house.key)
    return onward(f"{ADDRESS}/{mine.id}") if mine else await _form(who, decision_id)


@door.post("/decisions/{decision}/appeal", access=Access.MEMBER)
async def appeal(request: Request, decision: str) -> Response:
    who, decision_id = await member(request, suspended=True), forms.the_id(decision)
    try:
        form = await forms.sent(who)
    except StaleForm as stale:
        return await _form(who, decision_id, stale.form.text("words"), stale)
    words = form.text("words")
    try:
        appeal_id = await who.house.database.write(
            appealing.appeal, who.me.account_id, decision_id, words, key=who.house.key, now=who.now
        )
    except (Refused, Conflict) as error:
        return await _form(who, decision_id, words, error)
    return onward(f"{ADDRESS}/{appeal_id}?done=appealed")


@door.get(ADDRESS + "/{appeal}", access=Access.MEMBER)
async def show_appeal(request: Request, appeal: str) -> Response:
    """For its subject their side of it, for whoever may hear it the other; for nobody else."""
    who, appeal_id = await member(request, suspended=True), forms.the_id(appeal)
    try:
        return await own_page(who, appeal_id)
    except NotFound:
        return await hearing_page(who, appeal_id)


@door.post(ADDRESS + "/{appeal}/withdrawal", access=Access.MEMBER)
async def withdraw(request: Request, appeal: str) -> Response:
    who, appeal_id = await member(request, suspended=True), forms.the_id(appeal)
    try:
        await forms.sent(who)
        await who.house.database.write(appealing.withdraw, who.me.account_id, appeal_id, key=who.house.key, now=who.now)
    except (Conflict, StaleForm) as error:
        return await own_page(who, appeal_id, error=error)
    return onward(f"{ADDRESS}/{appeal_id}?done=appeal-withdrawn")


async def own_page(who: Visit, appeal_id: int, form: Form | None = None, error: Wrong | None = None) -> Response:
    """The subject's side. Raises NotFound for everybody else."""
    read, key = who.house.database.read, who.house.key
    mine = await read(queries.own, who.me.account_id, appeal_id, key=key)
    in_field = error.safe if isinstance(error, Invalid) else ""
    view = OwnAppealPage(
        id=mine.id,
        decision=mine.decision_id,
        title=TOLD[mine.measure][0],
        answer_by=mine.answer_by,
        is_heard=mine.is_heard,
        lines=said_view(await read(lines_of, appeal_id, key=key), by_subject=True),
        outcome=mine.outcome,
        answered_at=mine.answered_at,
        reason=render(mine.reason, {}),
        words=Field(form.text("words") if form else "", in_field),
        trouble="" if error is None or in_field else error.safe,
    )
    return await page(
        who, "appeal/own.html", view, status=error.status if error else 200, place="more",
        address=f"{ADDRESS}/{appeal_id}",
    )  # fmt: skip


async def _form(who: Visit, decision_id: int, words: str = "", error: Wrong | None = None) -> Response:
    read, key = who.house.database.read, who.house.key
    found = await read(notice_about, who.me.account_id, decision_id, key=key, language=who.language)
    in_field = error.safe if isinstance(error, Invalid) else ""
    view = AppealingPage(
        decision_id,
        notice_view(found.notice, may_appeal=found.may_appeal(who.now), appeal_state=found.appeal_state),
        rules.ANSWER_WITHIN.days,
        Field(words, in_field),
        "" if error is None or in_field else error.safe,
    )
    return await page(who, "appeal/new.html", view, status=error.status if error else 200, place="more")
