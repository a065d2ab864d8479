"""The page of an appeal for whoever may hear it, made of what lies in it and of what was typed."""

from dataclasses import dataclass

from fastapi import Response

from app.basics.errors import Conflict, Forbidden, Invalid, Refused
from app.basics.text import render
from app.doors.bodies import Form
from app.storage.sealing import HouseKey
from app.web.answering import page
from app.web.forms import StaleForm
from app.web.heard import matter_view, said_view
from app.web.views import Field
from app.web.views.appeals import AnswerForm, HearingPage
from app.web.visiting import Suspended, Visit
from moderation.appeals import material
from moderation.appeals.hearing import Answer
from moderation.appeals.material import Heard


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody sent that comes back: `looks` where it is first shown what the subject would read."""

    form: Form | None = None
    error: Refused | Conflict | Forbidden | StaleForm | None = None
    looks: bool = False


NOTHING_TYPED = Typed()


async def hearing_page(who: Visit, appeal_id: int, typed: Typed = NOTHING_TYPED) -> Response:
    """Opens the appeal, which is written down (P18). Raises NotFound, Forbidden, Suspended."""
    if who.me.suspended:
        raise Suspended
    heard = await who.house.database.write(
        material.of_appeal, who.viewer, appeal_id, key=who.house.key, now=who.now, language=who.language
    )
    status = typed.error.status if typed.error else 200
    view = _view(who, heard, typed)
    return await page(who, "appeal/hearing.html", view, status=status, place="more", address=f"/appeals/{appeal_id}")


def mark_of(appeal_id: int, given: Answer, key: HouseKey) -> str:
    """Stands for exactly this answer: what is sent is what was looked at."""
    return key.keyed_hash(f"{appeal_id} {given.overturns} {given.reason}".encode(), "looked at").hex()


def answer_in(form: Form) -> Answer:
    """Raises Invalid where neither was chosen."""
    if form.text("overturns") not in {"0", "1"}:
        raise Invalid("overturns", "Please choose what should come of it.")
    return Answer(form.text("overturns") == "1", form.text("reason"))


def _view(who: Visit, heard: Heard, typed: Typed) -> HearingPage:
    appeal = heard.appeal
    in_field = isinstance(typed.error, Invalid)
    return HearingPage(
        id=appeal.id,
        matter=matter_view(heard.matter, from_desk=who.viewer.is_moderator),
        answer_by=appeal.answer_by,
        lines=said_view(heard.lines, by_subject=False),
        mine=appeal.mine,
        is_taken=appeal.is_taken,
        wants_another=appeal.wants_another,
        has_said=appeal.has_said,
        outcome=appeal.outcome,
        words=_field("words", typed),
        form=_form(who, heard, typed),
        trouble="" if typed.error is None or in_field else typed.error.safe,
    )


def _form(who: Visit, heard: Heard, typed: Typed) -> AnswerForm:
    appeal = heard.appeal
    form = AnswerForm(
        overturns=_field("overturns", typed),
        reason=_field("reason", typed),
        people=appeal.people,
        first_reason=render(appeal.first_reason, {}) if appeal.wants_another else render("", {}),
    )
    if not typed.looks or typed.form is None:
        return form
    given = answer_in(typed.form)
    read = given.reason if given.overturns or not appeal.wants_another else appeal.first_reason
    return AnswerForm(
        form.overturns, form.reason, form.people, render(read, {}), mark_of(appeal.id, given, who.house.key),
        form.first_reason,
    )  # fmt: skip


def _field(name: str, typed: Typed) -> Field:
    error = typed.error
    wrong = error.safe if isinstance(error, Invalid) and error.field == name else ""
    return Field(typed.form.text(name) if typed.form else "", wrong)
