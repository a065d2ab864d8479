"""`/settings/lasting` and `/house/lasting`: how long posts and a note about oneself stay."""

from fastapi import Request, Response

from app.accounts import lasting
from app.accounts.actions import notes
from app.accounts.lasting import CHOICES, Usual
from app.accounts.rules import must_be_steward
from app.basics.errors import Invalid
from app.doors.access import Access
from app.doors.bodies import Form
from app.storage import Session
from app.web import forms, keeping
from app.web.answering import onward, page
from app.web.render import words_in
from app.web.routing import page_door
from app.web.views import Field
from app.web.views.keeping import HouseLastingPage, LastingPage
from app.web.visiting import Visit, member

door = page_door()

AS_IT_IS = "as it is"


@door.get("/settings/lasting", access=Access.MEMBER)
async def show_lasting(request: Request) -> Response:
    who = await member(request)
    return await _page(who)


@door.post("/settings/lasting", access=Access.MEMBER)
async def keep_lasting(request: Request) -> Response:
    who = await member(request)
    form = await forms.sent(who)
    try:
        await who.house.database.write(_keep, who, form)
    except Invalid as error:
        return await _page(who, form, error)
    return onward("/settings/lasting?done=kept")


@door.get("/house/lasting", access=Access.MEMBER)
async def show_house_lasting(request: Request) -> Response:
    who = await member(request)
    must_be_steward(who.me.role)
    return await _house_page(who)


@door.post("/house/lasting", access=Access.MEMBER)
async def keep_house_lasting(request: Request) -> Response:
    who = await member(request)
    form = await forms.sent(who)
    try:
        days = lasting.chosen(form.text("lasts"))
        await who.house.database.write(lasting.let_posts_last, who.me.role, days)
    except Invalid as error:
        return await _house_page(who, form, error)
    return onward("/house/lasting?done=kept")


def _keep(session: Session, who: Visit, form: Form) -> None:
    me, note = who.me.account_id, form.text("note", AS_IT_IS)
    lasting.let_my_posts_last(session, me, lasting.chosen(form.text("lasts")))
    if note != AS_IT_IS:
        notes.let_my_note_last(session, me, lasting.chosen(note, "note"), now=who.now)


async def _page(who: Visit, form: Form | None = None, error: Invalid | None = None) -> Response:
    usual = await who.house.database.read(lasting.usual, who.me.account_id)
    ends_at = await who.house.database.read(lasting.note_ends_at, who.me.account_id)
    words = words_in(who.language)
    view = LastingPage(
        lasts=_field("lasts", _word(usual), form, error),
        note=_field("note", "" if ends_at is None else AS_IT_IS, form, error),
        choices=keeping.choices(words, CHOICES),
        house="" if usual.house is None else keeping.days(words, usual.house),
        note_ends="" if ends_at is None else keeping.until(words, ends_at, who.now),
    )
    return await page(who, "settings/lasting.html", view, status=error.status if error else 200, place="more")


async def _house_page(who: Visit, form: Form | None = None, error: Invalid | None = None) -> Response:
    usual = await who.house.database.read(lasting.usual, who.me.account_id)
    longest = "" if usual.house is None else str(usual.house)
    view = HouseLastingPage(_field("lasts", longest, form, error), keeping.choices(words_in(who.language), CHOICES))
    return await page(who, "house/lasting.html", view, status=error.status if error else 200, place="more")


def _word(usual: Usual) -> str:
    return "" if usual.own is None else str(usual.own)


def _field(name: str, stands: str, form: Form | None, error: Invalid | None) -> Field:
    value = stands if form is None else form.text(name)
    return Field(value, error.safe if error is not None and error.field == name else "")
