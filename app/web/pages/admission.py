"""`/house/admission`: how newcomers come in, for stewards to choose."""

from fastapi import Request, Response

from app.accounts import rules
from app.accounts.actions import admitting
from app.basics.errors import Forbidden, Invalid
from app.doors.access import Access
from app.doors.bodies import Form
from app.web import forms, framing
from app.web.answering import onward, page
from app.web.routing import page_door
from app.web.views import Field
from app.web.views.coming_in import AdmissionPage
from app.web.visiting import Visit, member

door = page_door()

ADDRESS = "/house/admission"


@door.get(ADDRESS, access=Access.MEMBER)
async def show_admission(request: Request) -> Response:
    who = await _steward(request)
    house = (await framing.house_shown(request, who.house, anew=True)).community
    if house is None:
        raise Forbidden
    return await _page(
        who, Field(house.admission.value), Field(str(house.vouches_needed)), Field(str(house.probation_days))
    )


@door.post(ADDRESS, access=Access.MEMBER)
async def choose(request: Request) -> Response:
    who = await _steward(request)
    form = await forms.sent(who)
    try:
        await who.house.database.write(
            admitting.choose_admission,
            who.me.role,
            form.text("admission"),
            _number(form, "vouches_needed"),
            _number(form, "probation_days"),
            now=who.now,
        )
    except Invalid as error:
        names = ("admission", "vouches_needed", "probation_days")
        fields = [forms.typed(form, name, error.safe if error.field == name else "") for name in names]
        return await _page(who, *fields, status=error.status)
    await framing.house_shown(request, who.house, anew=True)
    return onward(f"{ADDRESS}?done=kept")


async def _steward(request: Request) -> Visit:
    who = await member(request)
    rules.must_be_steward(who.me.role)
    return who


def _number(form: Form, name: str) -> int:
    """A number as it stands in the form; -1, which nothing offers, for what is none."""
    word = form.text(name)
    return int(word) if word.isascii() and word.isdigit() and len(word) < 4 else -1


async def _page(who: Visit, admission: Field, needed: Field, days: Field, status: int = 200) -> Response:
    view = AdmissionPage(admission, needed, days, rules.PROBATION_DAYS)
    return await page(who, "house/admission.html", view, status=status, place="more", address=ADDRESS)
