"""Deciding a case: looked at first exactly as it will be read, then sent; and another person's yes or no to it."""

import json
from collections.abc import Callable
from datetime import timedelta

from fastapi import Request, Response

from app.basics.errors import Conflict, Invalid, NotFound, ParasolError
from app.doors.access import Access
from app.doors.bodies import Form
from app.storage.sealing import HouseKey
from app.web import forms
from app.web.answering import onward
from app.web.desk_page import Typed
from app.web.forms import StaleForm
from app.web.pages.desk import ADDRESS, moderator
from app.web.pages.desk_case import CASE, case_of, sent_here, shown
from app.web.routing import page_door
from app.web.visiting import Visit
from app.web.words import N_
from moderation import decisions
from moderation.cases import desk_decided
from moderation.cases.ties import Tied
from moderation.decisions import Draft
from moderation.measures import Measure
from moderation.policy.queries import in_force_number

door = page_door()

CHANGED = N_(
    "Your words or the policy have changed since you looked. This is what they would read now: send it if it is right."
)
NO_MEASURE = N_("Please choose what is to be done.")
LASTS = frozenset({"", "1", "2", "3", "7", "14", "30", "90", "180", "365"})
_WRITTEN = ("clause", "measure", "reason", "lasts", "warning", "described")


@door.post(CASE + "/decision", access=Access.MEMBER)
async def decide(request: Request, number: str) -> Response:
    """Only what was looked at is sent: `looked` is the mark of it, and `send` says so. Else it is shown first."""
    who, wanted = await moderator(request), forms.the_id(number)
    try:
        form = await forms.sent(who)
    except StaleForm as stale:
        return await shown(who, wanted, Typed(form=stale.form, error=stale))
    case_id = await case_of(who, wanted)
    policy = await who.house.database.read(in_force_number, now=who.now)
    mark = _mark(who.house.key, who.me.account_id, case_id, policy, form)
    try:
        draft = _draft(who, case_id, form)
        if form.text("send") and form.text("looked") == mark:
            decision = await who.house.database.write(
                decisions.decide, who.viewer, draft, key=who.house.key, now=who.now
            )
            return onward(f"{ADDRESS}/{wanted}?done={await _what_came(who, case_id, decision)}#decided")
        notice = await who.house.database.read(
            decisions.look_at, who.viewer, draft, key=who.house.key, now=who.now, language=who.language
        )
    except Tied:
        raise
    except ParasolError as error:
        return await shown(who, wanted, Typed(form=form, error=error))
    changed = Conflict(CHANGED) if form.text("send") else None
    return await shown(who, wanted, Typed(form=form, notice=notice, looked=mark, error=changed))


@door.post(CASE + "/agreement", access=Access.MEMBER)
async def answer(request: Request, number: str) -> Response:
    """Another person's yes (`agrees=1`) or no (`agrees=0`) to `decision`; one's own can be taken back with a no."""
    who, wanted, form = await sent_here(request, number)
    agrees = forms.pressed(form, "agrees")
    act, done = (decisions.agree, "agreed-to") if agrees else (decisions.decline, "declined-here")
    return await _acted(who, wanted, form, act, done)


@door.post(CASE + "/easing", access=Access.MEMBER)
async def lift(request: Request, number: str) -> Response:
    """What is taken back needs no clause."""
    who, wanted, form = await sent_here(request, number)
    return await _acted(who, wanted, form, decisions.ease, "lifted")


@door.post(CASE + "/review", access=Access.MEMBER)
async def let_stand(request: Request, number: str) -> Response:
    """Somebody looked again at what has no end, and it stays for now."""
    who, wanted, form = await sent_here(request, number)
    return await _acted(who, wanted, form, decisions.let_stand, "stands-on")


async def _acted(who: Visit, number: int, form: Form, act: Callable[..., None], done: str) -> Response:
    case_id, decision = await case_of(who, number), forms.the_id(form.text("decision"))
    await _must_be_of(who, case_id, decision)
    try:
        await who.house.database.write(act, who.viewer, decision, key=who.house.key, now=who.now)
    except Tied:
        raise
    except ParasolError as error:
        return await shown(who, number, Typed(error=error))
    return onward(f"{ADDRESS}/{number}?done={done}#decided")


async def _must_be_of(who: Visit, case_id: int, decision: int) -> None:
    """Raises NotFound for a decision of another case."""
    if not await who.house.database.read(desk_decided.is_of, who.viewer, case_id, decision):
        raise NotFound


async def _what_came(who: Visit, case_id: int, decision: int) -> str:
    """The notice for whoever decided: it is in force, or waits for somebody else."""
    in_force = await who.house.database.read(desk_decided.is_in_force, who.viewer, case_id, decision)
    return "decided-here" if in_force else "proposed-here"


def _draft(who: Visit, case_id: int, form: Form) -> Draft:
    """Raises Invalid for what cannot be meant; whether it may be is asked where it is decided."""
    measure, lasts = form.text("measure"), form.text("lasts")
    if measure not in set(Measure):
        raise Invalid("measure", NO_MEASURE)
    if lasts not in LASTS:
        raise Invalid("ends_at", NO_MEASURE)
    try:
        clause, pictures = forms.the_id(form.text("clause")), [forms.the_id(one) for one in form.texts("pictures")]
    except NotFound as error:
        raise Invalid("clause", NO_MEASURE) from error
    return Draft(
        case_id=case_id,
        measure=Measure(measure),
        clause_key=clause,
        reason=form.text("reason"),
        ends_at=who.now + timedelta(days=int(lasts)) if lasts else None,
        particulars={"warning": form.text("warning"), "pictures": pictures},
        described=form.text("described"),
    )


def _mark(key: HouseKey, me: int, case_id: int, policy: int, form: Form) -> str:
    """Of exactly these words under that version of the policy: only whoever looked at them can send them."""
    words = [form.text(name) for name in _WRITTEN]
    plain = json.dumps([me, case_id, policy, words, form.texts("pictures")]).encode()
    return key.keyed_hash(plain, "looked at").hex()
