"""`/law`: whom to write to about the law, and what the house can and cannot give. Open where stewards want it."""

from fastapi import Request, Response

from app.accounts.rules import must_be_steward
from app.basics.errors import Invalid, NotSignedIn
from app.basics.text import kept
from app.doors.access import Access
from app.web import forms
from app.web.answering import onward, page
from app.web.outside_door import hears
from app.web.routing import page_door
from app.web.views import Field
from app.web.views.openness import LawPage
from app.web.visiting import Visit, member, visit
from moderation.openness import law

door = page_door()

ADDRESS = "/law"


@door.get(ADDRESS, access=Access.OPEN)
async def show_law(request: Request) -> Response:
    who = await visit(request)
    if not who.secret and not (await who.house.database.read(law.read)).is_open:
        raise NotSignedIn
    return await _page(who)


@door.post(ADDRESS, access=Access.MEMBER)
async def write_law(request: Request) -> Response:
    who = await member(request)
    must_be_steward(who.me.role)
    form = await forms.sent(who)
    contact, is_open = form.text("contact"), form.text("readers") == "everybody"
    try:
        await who.house.database.write(law.write, who.me.role, contact, is_open=is_open)
    except Invalid as error:
        return await _page(who, Field(contact, error.safe), is_open=is_open, status=error.status)
    return onward(f"{ADDRESS}?done=law-kept")


async def _page(
    who: Visit, typed: Field | None = None, *, is_open: bool | None = None, status: int = 200
) -> Response:  # fmt: skip
    found = await who.house.database.read(law.read)
    view = LawPage(
        contact=kept(found.html),
        is_open=found.is_open if is_open is None else is_open,
        may_write=who.viewer.is_steward,
        typed=typed or Field(found.contact),
        most=law.LONGEST,
        hears_outside=await hears(who),
    )
    return await page(who, "openness/law.html", view, status=status, place="more" if who.who else "")
