"""`/settings/second-factor`: what is asked beside the passphrase; one-time codes, begun and ended.

Nothing is kept of a secret before a code of it has held, so that nobody is shut out by a slip.
"""

from datetime import datetime

from fastapi import Request, Response

from app.accounts import one_time
from app.accounts.actions import second_factor
from app.accounts.actions.passkeys import checked_label
from app.accounts.actions.second_factor import WrongSecond
from app.accounts.second_queries import MOST_PASSKEYS, Factors, PasskeyFacts, factors_of, recovery_codes_left
from app.basics.errors import Conflict, Invalid, ParasolError
from app.doors.access import Access
from app.doors.bodies import Form
from app.doors.limits import ONE_TIME_CODE
from app.storage import Session
from app.web import forms, framing
from app.web.answering import onward, page
from app.web.carried import carried, carry
from app.web.forms import StaleForm
from app.web.pages.asking_again import proven_again
from app.web.qr import square_code
from app.web.routing import page_door
from app.web.views import Field
from app.web.views.second import BeginCodesPage, ConfirmCodesPage, EndCodesPage, PasskeyView, SecondFactorPage
from app.web.visiting import Visit, member

door = page_door()

HERE = "/settings/second-factor"
CODES = f"{HERE}/codes"
_CARRIED = "one-time codes begun"


@door.get("/settings/second-factor", access=Access.MEMBER)
async def show_second_factor(request: Request) -> Response:
    who = await member(request)
    factors, left = await who.house.database.read(_read, who.me.account_id)
    view = SecondFactorPage(
        factors.codes, tuple(map(shown, factors.passkeys)), left, len(factors.passkeys) >= MOST_PASSKEYS
    )
    return await page(who, "second/page.html", view, place="more")


@door.get("/settings/second-factor/codes", access=Access.MEMBER)
async def show_codes(request: Request) -> Response:
    who = await member(request)
    factors = await who.house.database.read(factors_of, who.me.account_id)
    if factors.codes:
        return await page(who, "second/end.html", EndCodesPage(), place="more")
    return await page(who, "second/begin.html", BeginCodesPage(Field(await neutral_title(who))), place="more")


@door.post("/settings/second-factor/codes", access=Access.MEMBER)
async def begin_codes(request: Request) -> Response:
    """The secret stands in this answer alone, and sealed in its form."""
    who = await member(request)
    try:
        form = await forms.sent(who)
    except StaleForm as stale:
        return await _begin_again(who, stale.form, stale)
    try:
        label = checked_label(form.text("label")) or await neutral_title(who)
        await proven_again(who, form.text("old"))
        if (await who.house.database.read(factors_of, who.me.account_id)).codes:
            raise Conflict("You have one-time codes already. End them first.")
    except ParasolError as error:
        return await _begin_again(who, form, error)
    secret = one_time.new_secret()
    return await _confirm(who, carry(who, _CARRIED, secret, label), secret, label)


@door.post("/settings/second-factor/codes/confirmation", access=Access.MEMBER)
async def confirm_codes(request: Request) -> Response:
    who = await member(request)
    form = await forms.sent(who)
    secret, label = carried(who, _CARRIED, form.text("token"))
    me, key = who.me.account_id, who.house.key
    try:
        await who.house.database.write(second_factor.begin_codes, me, secret, form.text("code"), key=key, now=who.now)
    except WrongSecond as error:
        return await _confirm(who, form.text("token"), secret, label, error)
    return onward(f"{HERE}?done=second-on")


@door.post("/settings/second-factor/codes/end", access=Access.MEMBER)
async def end_codes(request: Request) -> Response:
    """With the passphrase, and a code from the device or from paper."""
    who = await member(request)
    form = await forms.sent(who)
    me, key = who.me.account_id, who.house.key
    try:
        await proven_again(who, form.text("old"))
        who.limits.count(ONE_TIME_CODE, str(me))
        await who.house.database.write(second_factor.end_codes, me, form.text("code"), key=key, now=who.now)
    except ParasolError as error:
        return await _end_again(who, error)
    return onward(f"{HERE}?done=second-off")


async def neutral_title(who: Visit) -> str:
    """What this house is called where somebody may look over a shoulder."""
    facts = (await framing.house_shown(who.request, who.house)).community
    return facts.neutral_title if facts else "Notes"


def shown(passkey: PasskeyFacts) -> PasskeyView:
    return PasskeyView(passkey.id, passkey.label, datetime.fromisoformat(passkey.made_on))


def about_old(error: ParasolError) -> bool:
    """Whether it is the passphrase, asked for again, that was wrong."""
    return isinstance(error, Invalid) and error.field == "old"


def _read(session: Session, account_id: int) -> tuple[Factors, int]:
    return factors_of(session, account_id), recovery_codes_left(session, account_id)


async def _begin_again(who: Visit, form: Form, error: ParasolError) -> Response:
    about_label = isinstance(error, Invalid) and error.field == "label"
    view = BeginCodesPage(
        forms.typed(form, "label", error.safe if about_label else ""),
        old_error=error.safe if about_old(error) else "",
        error="" if about_label or about_old(error) else error.safe,
    )
    return await page(who, "second/begin.html", view, status=error.status, place="more", address=CODES)


async def _confirm(who: Visit, token: str, secret: str, label: str, error: ParasolError | None = None) -> Response:
    address = one_time.address_for_apps(secret, label, await neutral_title(who))
    view = ConfirmCodesPage(
        token, one_time.in_groups(secret), address, square_code(address), error.safe if error else ""
    )
    status = error.status if error else 200
    return await page(who, "second/confirm.html", view, status=status, place="more", address=CODES)


async def _end_again(who: Visit, error: ParasolError) -> Response:
    about_code = isinstance(error, WrongSecond)
    view = EndCodesPage(
        old_error=error.safe if about_old(error) else "",
        code_error=error.safe if about_code else "",
        error="" if about_code or about_old(error) else error.safe,
    )
    return await page(who, "second/end.html", view, status=error.status, place="more", address=CODES)
