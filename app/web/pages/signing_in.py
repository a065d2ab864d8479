"""`/sign-in`: a name and a passphrase. Whatever is wrong, the answer is the same (P6).

With a second factor, it is asked for next (`second_step`); only whoever knew the passphrase learns that there is one.
"""

from fastapi import Request, Response

from app.accounts import pending, rules
from app.accounts.actions import signing_in
from app.accounts.actions.signing_in import Proven
from app.accounts.passphrases import LONGEST
from app.accounts.second_queries import factors_of
from app.basics.errors import ParasolError, Refused
from app.doors.access import Access
from app.doors.bodies import Form
from app.doors.tries import SIGNING_IN, count_try, forget_tries
from app.web import forms, views
from app.web.answering import onward, page
from app.web.forms import StaleForm
from app.web.outside_door import hears
from app.web.pages import second_step
from app.web.pages.coming_in import begin_anew, with_session
from app.web.routing import page_door
from app.web.visiting import Visit, visit
from app.web.words import N_

door = page_door()

TOO_LONG = N_("No passphrase here is as long as that.")


@door.get("/sign-in", access=Access.OPEN)
async def show_sign_in(request: Request) -> Response:
    who = await visit(request)
    onwards = forms.local(request.query_params.get("next", ""), "")
    if who.secret and "another" not in request.query_params:
        return onward(onwards or "/")
    return await page(who, "session/new.html", views.SignInPage(next=onwards, hears_outside=await hears(who)))


@door.post("/sign-in", access=Access.OPEN)
async def sign_in(request: Request) -> Response:
    who = await visit(request)
    try:
        form = await forms.sent_by_anybody(who)
    except StaleForm as stale:
        return await _again(who, stale.form, stale)
    try:
        proven, stored = await _proven(who, form)
    except ParasolError as error:
        return await _again(who, form, error)
    return await _let_in(who, proven, stored, forms.local(form.text("next")))


async def _proven(who: Visit, form: Form) -> tuple[Proven, str]:
    """(Who it is, the credential that said so.) One query and one hashing for any name; raises WrongPair, TooMany."""
    name, passphrase = form.text("name").strip().removeprefix("@"), form.text("passphrase")
    count_try(who.limits, SIGNING_IN, rules.folded(name), who.address)
    if len(passphrase) > LONGEST:
        raise Refused(TOO_LONG)  # for any name
    found = await who.house.database.read(signing_in.credential_of, name)
    proven = await signing_in.prove(found, passphrase)
    forget_tries(who.limits, SIGNING_IN, rules.folded(name), who.address)
    return proven, found.stored if found else ""


async def _let_in(who: Visit, proven: Proven, stored: str, onwards: str) -> Response:
    """A session, or first the second factor."""
    factors = await who.house.database.read(factors_of, proven.account_id)
    if factors.are_on:
        held = pending.begun(proven.account_id, proven.member_key, stored, now=who.now)
        return await second_step.ask(who, held, factors, onwards)
    sessions = await who.house.database.write(begin_anew, who, proven)
    return with_session(onward(onwards), who, sessions)


async def _again(who: Visit, form: Form, error: ParasolError) -> Response:
    onwards = forms.local(form.text("next"), "")
    view = views.SignInPage(form.text("name"), error.safe, onwards, hears_outside=await hears(who))
    return await page(who, "session/new.html", view, status=error.status)
