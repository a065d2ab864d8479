"""`/help`: whom to turn to in danger; `/house/help`, where stewards write it."""

import re

from fastapi import Request, Response

import locales
from app.accounts.rules import must_be_steward
from app.basics.errors import Invalid, ParasolError
from app.doors.access import Access
from app.doors.bodies import Form
from app.web import forms
from app.web.answering import onward, onward_after, page
from app.web.routing import page_door
from app.web.tongues import own_name
from app.web.views.reporting import HelpDeskPage, HelpPage, HelpView
from app.web.visiting import Visit, member
from app.web.words import N_
from moderation.cases import help as helping
from moderation.cases.help import Help

door = page_door()

DESK = "/house/help"
CHOOSE = N_("Please choose one of these.")
_TELEPHONE = re.compile(r"\+?[0-9][0-9 ()/.-]{1,30}")
_FIELDS = ("name", "words", "address", "language")


@door.get("/help", access=Access.MEMBER)
async def show_help(request: Request) -> Response:
    """Also where somebody lands who has just said that there is danger."""
    who = await member(request)
    view = HelpPage(await addresses(who), reported=request.query_params.get("done") == "reported")
    return await page(who, "report/help.html", view, place="more")


@door.get(DESK, access=Access.MEMBER)
async def show_help_desk(request: Request) -> Response:
    return await _desk(await _steward(request))


@door.post(DESK, access=Access.MEMBER)
async def add_help(request: Request) -> Response:
    who = await _steward(request)
    form = await forms.sent(who)
    try:
        if form.text("language") not in {"", *locales.languages()}:
            raise Invalid("language", CHOOSE)
        await who.house.database.write(
            helping.keep_address, who.me.role, *(form.text(name) for name in _FIELDS), now=who.now
        )
    except ParasolError as error:
        return await _desk(who, form, error)
    return onward(f"{DESK}?done=help-kept")


@door.post(DESK + "/{number}/removal", access=Access.MEMBER)
async def remove_help(request: Request, number: str) -> Response:
    who, address_id = await _steward(request), forms.the_id(number)
    await forms.sent(who)
    removing = who.house.database.write(helping.remove_address, who.me.role, address_id)
    return await onward_after(removing, DESK, done="help-removed")


async def addresses(who: Visit) -> tuple[HelpView, ...]:
    """Whom the house keeps for whoever reads their language."""
    return tuple(map(_view, await who.house.database.read(helping.addresses, who.language)))


async def _steward(request: Request) -> Visit:
    who = await member(request)
    must_be_steward(who.me.role)
    return who


async def _desk(who: Visit, form: Form | None = None, error: ParasolError | None = None) -> Response:
    found = await who.house.database.read(helping.every_address)
    field = error.field if isinstance(error, Invalid) else ""
    typed = {name: forms.typed(form or Form(), name, error.safe if error and name == field else "") for name in _FIELDS}
    view = HelpDeskPage(
        tuple(map(_view, found)),
        languages=tuple((code, own_name(code)) for code in locales.languages()),
        **typed,
        error=error.safe if error and not field else "",
    )
    return await page(who, "report/help_desk.html", view, status=error.status if error else 200, place="more")


def _view(one: Help) -> HelpView:
    return HelpView(
        one.id, one.name, one.words, one.address, _link(one.address), own_name(one.language) if one.language else ""
    )


def _link(address: str) -> str:
    """A telephone number is dialled, a page opened; everything else is read."""
    if _TELEPHONE.fullmatch(address):
        return "tel:" + re.sub(r"[^+0-9]", "", address)
    return address if re.fullmatch(r"https://[\x21-\x7e]+", address) else ""
