"""`/setup/{token}`: the one-time link with which the first steward names the house and joins it."""

from datetime import datetime

from fastapi import Request, Response

from app.accounts import secrets
from app.accounts.actions import joining
from app.accounts.actions.joining import InvitationOver, Newcomer
from app.accounts.actions.signing_in import Proven
from app.basics.errors import Conflict, Invalid, ParasolError
from app.doors.access import Access
from app.doors.bodies import Form
from app.doors.limits import JOIN
from app.doors.tries import network_of
from app.storage import Session
from app.web import forms, framing, views
from app.web.answering import page
from app.web.forms import StaleForm
from app.web.pages.choosing import house_words
from app.web.pages.coming_in import begin_anew, new_passphrase, suggestion_again, with_session
from app.web.routing import page_door
from app.web.visiting import Visit, visit

door = page_door()

# The slice's word for a field -> the form's.
_FIELDS = {"neutral_title": "title", "exit_address": "exit"}


@door.get("/setup/{token}", access=Access.OPEN)
async def show_setup(request: Request, token: str) -> Response:
    who = await visit(request)
    try:
        who.limits.count(JOIN, f"looks from {network_of(who.address)}")
        await who.house.database.read(_must_be_open, token, who.now)
    except InvitationOver as over:
        return await page(who, "invitation/expired.html", views.ExpiredPage(), status=over.status)
    return await page(who, "setup/new.html", views.SetupPage(f"/setup/{token}", secrets.suggest_passphrase()))


@door.post("/setup/{token}", access=Access.OPEN)
async def set_up(request: Request, token: str) -> Response:
    who = await visit(request)
    try:
        form = await forms.sent_by_anybody(who)
    except StaleForm as stale:
        return await _again(who, token, stale.form, stale)
    try:
        newcomer, secret = await _set_up(who, token, form)
    except (InvitationOver, Conflict) as over:
        return await page(who, "invitation/expired.html", views.ExpiredPage(), status=over.status)
    except ParasolError as error:
        return await _again(who, token, form, error)
    await framing.house_shown(request, who.house, anew=True)
    codes = await page(who, "recovery/codes.html", views.RecoveryCodesPage(newcomer.recovery_codes, newcomer.lock_code))
    return with_session(codes, who, secret)


async def _set_up(who: Visit, token: str, form: Form) -> tuple[Newcomer, str]:
    who.limits.count(JOIN, f"from {network_of(who.address)}")
    await who.house.database.read(_must_be_open, token, who.now)
    house = (form.text("community"), form.text("title"), form.text("exit"))
    passphrase, words = new_passphrase(form), (*await house_words(who), *house[:2])
    newcomer = await joining.prepare_newcomer(form.text("name").strip(), passphrase, *words)
    return newcomer, await who.house.database.write(_write, who, token, newcomer, house)


def _write(session: Session, who: Visit, token: str, newcomer: Newcomer, house: tuple[str, str, str]) -> str:
    origin, key = who.house.settings.origin, who.house.key
    account_id = joining.set_up(session, token, newcomer, house, origin=origin, key=key, now=who.now)
    return begin_anew(session, who, Proven(account_id, newcomer.member_key))


def _must_be_open(session: Session, token: str, now: datetime) -> None:
    if not joining.open_invitation(session, token, now=now).is_setup:
        raise InvitationOver


async def _again(who: Visit, token: str, form: Form, error: ParasolError) -> Response:
    wrong = error.field if isinstance(error, Invalid) else "community"
    wrong = _FIELDS.get(wrong, wrong)

    def typed(name: str) -> views.Field:
        return forms.typed(form, name, error.safe if wrong == name else "")

    view = views.SetupPage(
        f"/setup/{token}",
        suggestion_again(form),
        typed("community"),
        typed("title"),
        typed("exit"),
        typed("name"),
        passphrase_error=error.safe if wrong == "passphrase" else "",
    )
    return await page(who, "setup/new.html", view, status=error.status)
