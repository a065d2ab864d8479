"""`/settings/second-factor/passkeys/…`: passkeys added and removed. Making one is the one thing that needs script."""

import base64
import os

from fastapi import Request, Response

from app.accounts import passkeys
from app.accounts.actions.passkeys import checked_label, keep_passkey, remove_passkey
from app.accounts.passkeys import PasskeyRefused
from app.accounts.second_queries import factors_of, passkey_of
from app.basics.errors import Invalid, ParasolError
from app.doors.access import Access
from app.doors.bodies import Form
from app.web import forms
from app.web.answering import onward, page
from app.web.carried import TookTooLong, carried, carry
from app.web.forms import StaleForm
from app.web.pages.asking_again import proven_again
from app.web.pages.second_factor import HERE, about_old, neutral_title, shown
from app.web.routing import page_door
from app.web.views.second import NewPasskeyPage, OfferPasskeyPage, RemovePasskeyPage
from app.web.visiting import Visit, member

door = page_door()

NEW = f"{HERE}/passkeys/new"
_CARRIED = "passkey begun"


@door.get("/settings/second-factor/passkeys/new", access=Access.MEMBER)
async def show_new_passkey(request: Request) -> Response:
    return await page(await member(request), "second/passkey_new.html", NewPasskeyPage(), place="more")


@door.post("/settings/second-factor/passkeys/new", access=Access.MEMBER)
async def begin_passkey(request: Request) -> Response:
    who = await member(request)
    try:
        form = await forms.sent(who)
    except StaleForm as stale:
        return await _begin_again(who, stale.form, stale)
    try:
        label = checked_label(form.text("label"))
        await proven_again(who, form.text("old"))
    except ParasolError as error:
        return await _begin_again(who, form, error)
    return await _offer(who, label)


@door.post("/settings/second-factor/passkeys", access=Access.MEMBER)
async def keep_new_passkey(request: Request) -> Response:
    """What the browser made; each offer is taken once."""
    who = await member(request)
    form = await forms.sent(who)
    challenge, label = carried(who, _CARRIED, form.text("token"))
    try:
        made = passkeys.made(form.text("credential"), _bytes(challenge), who.house.settings.origin)
        if not request.app.state.once.use(_bytes(challenge), passkeys.SECONDS):
            raise TookTooLong
        await who.house.database.write(keep_passkey, who.me.account_id, made, label, now=who.now)
    except PasskeyRefused as error:
        return await _offer(who, label, error)
    return onward(f"{HERE}?done=passkey-kept")


@door.get("/settings/second-factor/passkeys/{passkey}", access=Access.MEMBER)
async def show_passkey(request: Request, passkey: str) -> Response:
    return await _remove(await member(request), passkey)


@door.post("/settings/second-factor/passkeys/{passkey}/end", access=Access.MEMBER)
async def end_passkey(request: Request, passkey: str) -> Response:
    who = await member(request)
    form = await forms.sent(who)
    try:
        await proven_again(who, form.text("old"))
    except ParasolError as error:
        return await _remove(who, passkey, error)
    await who.house.database.write(remove_passkey, who.me.account_id, forms.the_id(passkey))
    return onward(f"{HERE}?done=passkey-ended")


async def _begin_again(who: Visit, form: Form, error: ParasolError) -> Response:
    about_label = isinstance(error, Invalid) and error.field == "label"
    view = NewPasskeyPage(
        forms.typed(form, "label", error.safe if about_label else ""),
        old_error=error.safe if about_old(error) else "",
        error="" if about_label or about_old(error) else error.safe,
    )
    return await page(who, "second/passkey_new.html", view, status=error.status, place="more", address=NEW)


async def _offer(who: Visit, label: str, error: ParasolError | None = None) -> Response:
    """A fresh challenge each time."""
    challenge = os.urandom(32)
    known = (await who.house.database.read(factors_of, who.me.account_id)).passkeys
    offer = passkeys.offer(who.house.settings.origin, await neutral_title(who), challenge, known)
    token = carry(who, _CARRIED, base64.b64encode(challenge).decode(), label)
    view = OfferPasskeyPage(token, offer, error.safe if error else "")
    status = error.status if error else 200
    return await page(who, "second/passkey_offer.html", view, status=status, place="more", address=NEW)


async def _remove(who: Visit, passkey: str, error: ParasolError | None = None) -> Response:
    found = await who.house.database.read(passkey_of, who.me.account_id, forms.the_id(passkey))
    view = RemovePasskeyPage(
        shown(found),
        old_error=error.safe if error and about_old(error) else "",
        error=error.safe if error and not about_old(error) else "",
    )
    return await page(who, "second/passkey_end.html", view, status=error.status if error else 200, place="more")


def _bytes(challenge: str) -> bytes:
    return base64.b64decode(challenge)
