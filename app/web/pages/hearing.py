"""`/appeals/{appeal}`, the other side: taking it, asking, and answering with what one has seen before it is sent."""

from fastapi import Request, Response

from app.basics.errors import Conflict, Forbidden, NotFound, Refused
from app.doors.access import Access
from app.doors.bodies import Form
from app.web import forms
from app.web.answering import onward
from app.web.forms import StaleForm
from app.web.hearing import Typed, answer_in, hearing_page, mark_of
from app.web.pages.appeals import ADDRESS, own_page
from app.web.routing import page_door
from app.web.visiting import Visit, member
from moderation.appeals import appealing, hearing, queries, rules

door = page_door()


@door.post(ADDRESS + "/{appeal}/hearing", access=Access.MEMBER)
async def take(request: Request, appeal: str) -> Response:
    """`yes=1` takes it, `yes=0` gives it back."""
    who, appeal_id = await member(request), forms.the_id(appeal)
    write, key = who.house.database.write, who.house.key
    try:
        form = await forms.sent(who)
        takes = forms.pressed(form, "yes")
        await write(hearing.take if takes else hearing.give_back, who.viewer, appeal_id, key=key, now=who.now)
    except (Refused, Conflict, StaleForm) as error:
        return await hearing_page(who, appeal_id, Typed(error=error))
    return onward(f"{ADDRESS}/{appeal_id}" if takes else f"{ADDRESS}?done=given-back")


@door.post(ADDRESS + "/{appeal}/lines", access=Access.MEMBER)
async def say(request: Request, appeal: str) -> Response:
    """A line by either side: whoever it is about speaks for themselves, also while suspended."""
    who, appeal_id = await member(request, suspended=True), forms.the_id(appeal)
    return await (_say if await _is_mine(who, appeal_id) else _ask)(who, appeal_id)


@door.post(ADDRESS + "/{appeal}/answer", access=Access.MEMBER)
async def answer(request: Request, appeal: str) -> Response:
    """First shown as the subject will read it, then sent: nothing else than what was looked at."""
    who, appeal_id = await member(request), forms.the_id(appeal)
    form: Form | None = None
    try:
        form = await forms.sent(who)
        given = answer_in(form)
        if form.text("looked") != mark_of(appeal_id, given, who.house.key):
            return await _looks_first(who, appeal_id, form)
        ended = await who.house.database.write(
            hearing.answer, who.viewer, appeal_id, given, key=who.house.key, now=who.now
        )
    except (Refused, Conflict, Forbidden) as error:
        return await hearing_page(who, appeal_id, Typed(error.form if isinstance(error, StaleForm) else form, error))
    # Whoever was drawn has read it for this, and reads it no more.
    stays = who.viewer.is_moderator or not ended
    return onward(f"{ADDRESS}/{appeal_id}?done=appeal-answered" if stays else f"{ADDRESS}?done=appeal-answered")


async def _say(who: Visit, appeal_id: int) -> Response:
    form: Form | None = None
    try:
        form = await forms.sent(who)
        await who.house.database.write(
            appealing.say, who.me.account_id, appeal_id, form.text("words"), key=who.house.key, now=who.now
        )
    except (Refused, Conflict, StaleForm) as error:
        return await own_page(who, appeal_id, error.form if isinstance(error, StaleForm) else form, error)
    return onward(f"{ADDRESS}/{appeal_id}?done=appeal-said")


async def _ask(who: Visit, appeal_id: int) -> Response:
    form: Form | None = None
    try:
        form = await forms.sent(who)
        await who.house.database.write(
            hearing.ask, who.viewer, appeal_id, form.text("words"), key=who.house.key, now=who.now
        )
    except (Refused, Conflict, Forbidden) as error:
        return await hearing_page(who, appeal_id, Typed(error.form if isinstance(error, StaleForm) else form, error))
    return onward(f"{ADDRESS}/{appeal_id}?done=appeal-said")


async def _looks_first(who: Visit, appeal_id: int, form: Form) -> Response:
    """What is wrong with the reason is said before it is shown."""
    found = await who.house.database.read(queries.hearing, who.viewer, appeal_id, key=who.house.key)
    given = answer_in(form)
    if given.overturns or not found.wants_another:
        rules.checked_reason(given.reason)
    return await hearing_page(who, appeal_id, Typed(form, looks=True))


async def _is_mine(who: Visit, appeal_id: int) -> bool:
    try:
        await who.house.database.read(queries.own, who.me.account_id, appeal_id, key=who.house.key)
    except NotFound:
        return False
    return True
