"""`/lock`: the code on paper that ends every way into its account, from any device and without a name (P8)."""

from fastapi import Request, Response

from app.accounts import secrets
from app.accounts.actions import sessions
from app.basics.errors import Invalid, ParasolError
from app.doors.access import Access
from app.doors.bodies import Form
from app.doors.limits import LOCK
from app.doors.tries import network_of
from app.web import forms, views
from app.web.answering import onward, page
from app.web.forms import StaleForm
from app.web.routing import page_door
from app.web.visiting import Visit, visit
from app.web.words import N_

door = page_door()

NO_LOCK_CODE = N_("A lock code has twelve letters and digits, none of them 0, 1, i, l or o. Please look at it again.")


@door.get("/lock", access=Access.OPEN)
async def show_lock(request: Request) -> Response:
    return await page(await visit(request), "lock/new.html", views.LockPage())


@door.post("/lock", access=Access.OPEN)
async def lock(request: Request) -> Response:
    """Where this leads tells nothing; nor does the history of a borrowed computer, which keeps no form (P6, P8)."""
    who = await visit(request)
    try:
        form = await forms.sent_by_anybody(who)
    except StaleForm as stale:
        return await _again(who, stale.form, stale)
    try:
        await _lock(who, form.text("code"))
    except ParasolError as error:
        return await _again(who, form, error)
    return onward("/locked")


@door.get("/locked", access=Access.OPEN)
async def show_locked(request: Request) -> Response:
    return await page(await visit(request), "lock/done.html", views.LockedPage())


async def _lock(who: Visit, code: str) -> None:
    who.limits.count(LOCK, network_of(who.address))
    if not secrets.is_lock_code(code):
        raise Invalid("code", NO_LOCK_CODE)
    await who.house.database.write(sessions.lock, code, key=who.house.key)


async def _again(who: Visit, form: Form, error: ParasolError) -> Response:
    view = views.LockPage(forms.typed(form, "code", error.safe))
    return await page(who, "lock/new.html", view, status=error.status)
