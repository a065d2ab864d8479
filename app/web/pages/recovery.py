"""`/recover`: a recovery code lets its holder choose a new passphrase.

It opens that one lock. Where a second factor is on it is asked for as at every sign-in, before the code is used up and
anything changes: whoever holds one stolen code gets nowhere, and who lost the second factor too uses another code.
"""

from fastapi import Request, Response

from app.accounts import pending, rules, secrets
from app.accounts.actions import signing_in
from app.accounts.actions.signing_in import Recovering
from app.accounts.pending import Pending
from app.accounts.second_queries import factors_of
from app.basics.errors import Invalid, ParasolError
from app.doors.access import Access
from app.doors.bodies import Form
from app.doors.tries import RECOVERING, count_try, forget_tries
from app.storage import Session
from app.storage.sealing import HouseKey
from app.web import forms, views
from app.web.answering import onward, page
from app.web.forms import StaleForm
from app.web.pages import second_step
from app.web.pages.choosing import chosen_passphrase
from app.web.pages.coming_in import with_session
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
        held = await _held(who, form)
        factors = await who.house.database.read(factors_of, held.account_id)
        if factors.are_on:
            return await second_step.ask(who, held, factors, "")
        sessions = await who.house.database.write(second_step.let_in, who, held)
    except ParasolError as error:
        return await _again(who, form, error)
    return with_session(onward("/?done=recovered"), who, sessions)


async def _held(who: Visit, form: Form) -> Pending:
    """Whoever holds the code, and the passphrase they want. The same work whether or not name and code exist (P6)."""
    name, code = form.text("name").strip().removeprefix("@"), form.text("code")
    passphrase = await chosen_passphrase(who, form, name)
    count_try(who.limits, RECOVERING, rules.folded(name), who.address)
    made = await secrets.made(passphrase)
    found, stored = await who.house.database.read(_recovering, name, code, who.house.key)
    forget_tries(who.limits, RECOVERING, rules.folded(name), who.address)
    return pending.begun(
        found.account_id, found.member_key, stored, now=who.now, code_hash=found.code_hash, passphrase=made
    )


def _recovering(session: Session, name: str, code: str, key: HouseKey) -> tuple[Recovering, str]:
    found = signing_in.recovering(session, name, code, key=key)
    kept = signing_in.credential_by_id(session, found.account_id)
    return found, kept.stored if kept else ""


async def _again(who: Visit, form: Form, error: ParasolError) -> Response:
    about_passphrase = isinstance(error, Invalid) and error.field == "passphrase"
    view = views.RecoverPage(
        form.text("name"),
        form.text("code"),
        error="" if about_passphrase else error.safe,
        passphrase_error=error.safe if about_passphrase else "",
    )
    return await page(who, "recovery/new.html", view, status=error.status)
