"""`/settings/passphrase`: another passphrase, by whoever knows the one that holds."""

from fastapi import Request, Response

from app.accounts import secrets
from app.accounts.actions import sessions, signing_in
from app.accounts.actions.signing_in import Proven
from app.accounts.secrets import Passphrase
from app.basics.errors import Invalid, ParasolError
from app.doors.access import Access
from app.doors.bodies import Form
from app.storage import Session
from app.web import forms, security, views
from app.web.answering import onward, page
from app.web.forms import StaleForm
from app.web.pages.asking_again import proven_again
from app.web.pages.choosing import chosen_passphrase
from app.web.pages.coming_in import suggestion_again
from app.web.routing import page_door
from app.web.visiting import Visit, member

door = page_door()


@door.get("/settings/passphrase", access=Access.MEMBER)
async def show_passphrase(request: Request) -> Response:
    who = await member(request)
    view = views.PassphrasePage(secrets.suggest_passphrase())
    return await page(who, "settings/passphrase.html", view, place="more")


@door.post("/settings/passphrase", access=Access.MEMBER)
async def change_passphrase(request: Request) -> Response:
    who = await member(request)
    try:
        form = await forms.sent(who)
    except StaleForm as stale:
        return await _again(who, stale.form, stale)
    try:
        fresh = await _changed(who, form)
    except ParasolError as error:
        return await _again(who, form, error)
    answer = onward("/settings?done=passphrase")
    _, *others = security.sessions_in(request, who.house.settings)
    security.give_sessions(answer, who.house.settings, security.joined([fresh, *others]))
    return answer


async def _changed(who: Visit, form: Form) -> str:
    """This session's new secret. Two hashings: one to know the member again, one for what comes."""
    passphrase = await chosen_passphrase(who, form, who.me.name)
    proven = await proven_again(who, form.text("old"))
    made = await secrets.made(passphrase)
    return await who.house.database.write(_write, who.secret, proven, made)


def _write(session: Session, secret: str, proven: Proven, made: Passphrase) -> str:
    signing_in.change_passphrase(session, proven, made, secret=secret)
    return sessions.change_secret(session, secret, proven.member_key)


async def _again(who: Visit, form: Form, error: ParasolError) -> Response:
    wrong = error.field if isinstance(error, Invalid) else ""
    view = views.PassphrasePage(
        suggestion_again(form),
        old_error=error.safe if wrong == "old" else "",
        passphrase_error=error.safe if wrong == "passphrase" else "",
        error="" if wrong else error.safe,
    )
    return await page(who, "settings/passphrase.html", view, status=error.status, place="more")
