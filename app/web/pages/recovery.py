"""`/recover`: a recovery code lets its holder choose a new passphrase."""

from fastapi import Request, Response

from app.accounts import rules, secrets
from app.accounts.actions import signing_in
from app.accounts.secrets import Passphrase
from app.basics.errors import Invalid, ParasolError
from app.doors.access import Access
from app.doors.bodies import Form
from app.doors.limits import RECOVER
from app.storage import Session
from app.web import forms, views
from app.web.answering import onward, page
from app.web.forms import StaleForm
from app.web.pages.choosing import chosen_passphrase
from app.web.pages.coming_in import begin_anew, with_session
from app.web.routing import page_door
from app.web.visiting import Visit, visit

door = page_door()


@door.get("/recover", access=Access.OPEN)
async def show_recovery(request: Request) -> Response:
    return await page(await visit(request), "recovery/new.html", views.RecoverPage())


@door.post("/recover", access=Access.OPEN)
async def recover(request: Request) -> Response:
    who = await visit(request)
    try:
        form = await forms.sent_by_anybody(who)
    except StaleForm as stale:
        return await _again(who, stale.form, stale)
    try:
        secret = await _recovered(who, form)
    except ParasolError as error:
        return await _again(who, form, error)
    return with_session(onward("/?done=recovered"), who, secret)


async def _recovered(who: Visit, form: Form) -> str:
    """The secret of a new session. One hashing whether or not name and code exist (P6)."""
    name, code = form.text("name").strip().removeprefix("@"), form.text("code")
    passphrase = await chosen_passphrase(who, form, name)
    who.limits.count(RECOVER, f"from {who.address}")
    who.limits.count(RECOVER, f"name {rules.folded(name)}")
    made = await secrets.made(passphrase)
    return await who.house.database.write(_recover, who, name, code, made)


def _recover(session: Session, who: Visit, name: str, code: str, made: Passphrase) -> str:
    return begin_anew(session, who, signing_in.recover(session, name, code, made, key=who.house.key))


async def _again(who: Visit, form: Form, error: ParasolError) -> Response:
    about_passphrase = isinstance(error, Invalid) and error.field == "passphrase"
    view = views.RecoverPage(
        form.text("name"),
        form.text("code"),
        error="" if about_passphrase else error.safe,
        passphrase_error=error.safe if about_passphrase else "",
    )
    return await page(who, "recovery/new.html", view, status=error.status)
