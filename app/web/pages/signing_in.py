"""`/sign-in`: a name and a passphrase. Whatever is wrong, the answer is the same (P6)."""

from fastapi import Request, Response

from app.accounts import rules
from app.accounts.actions import signing_in
from app.accounts.actions.signing_in import Proven
from app.basics.errors import ParasolError
from app.doors.access import Access
from app.doors.bodies import Form
from app.doors.limits import SIGN_IN
from app.web import forms, views
from app.web.answering import onward, page
from app.web.forms import StaleForm
from app.web.pages.coming_in import begin_anew, with_session
from app.web.routing import page_door
from app.web.visiting import Visit, visit

door = page_door()


@door.get("/sign-in", access=Access.OPEN)
async def show_sign_in(request: Request) -> Response:
    who = await visit(request)
    onwards = forms.local(request.query_params.get("next", ""), "")
    if who.who is not None:
        return onward(onwards or "/")
    return await page(who, "session/new.html", views.SignInPage(next=onwards))


@door.post("/sign-in", access=Access.OPEN)
async def sign_in(request: Request) -> Response:
    who = await visit(request)
    try:
        form = await forms.sent_by_anybody(who)
    except StaleForm as stale:
        return await _again(who, stale.form, stale)
    try:
        proven = await _proven(who, form)
    except ParasolError as error:
        return await _again(who, form, error)
    secret = await who.house.database.write(begin_anew, who, proven)
    return with_session(onward(forms.local(form.text("next"))), who, secret)


async def _proven(who: Visit, form: Form) -> Proven:
    """One query and one hashing whether or not the name exists; raises WrongPair or TooMany."""
    name = form.text("name").strip().removeprefix("@")
    who.limits.count(SIGN_IN, f"from {who.address}")
    who.limits.count(SIGN_IN, f"name {rules.folded(name)}")
    found = await who.house.database.read(signing_in.credential_of, name)
    return await signing_in.prove(found, form.text("passphrase"))


async def _again(who: Visit, form: Form, error: ParasolError) -> Response:
    view = views.SignInPage(form.text("name"), error.safe, forms.local(form.text("next"), ""))
    return await page(who, "session/new.html", view, status=error.status)
