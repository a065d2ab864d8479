"""`/join/{token}`: an invitation lets one person choose a name and a passphrase. Nothing else is asked."""

from datetime import datetime

from fastapi import Request, Response

from app.accounts import secrets
from app.accounts.actions import joining
from app.accounts.actions.joining import InvitationOver, Newcomer
from app.accounts.actions.signing_in import Proven
from app.basics.errors import Invalid, ParasolError
from app.doors.access import Access
from app.doors.bodies import Form
from app.doors.limits import JOIN
from app.storage import Session
from app.web import forms, views
from app.web.answering import page
from app.web.forms import StaleForm
from app.web.pages.choosing import house_words
from app.web.pages.coming_in import begin_anew, new_passphrase, suggestion_again, with_session
from app.web.routing import page_door
from app.web.visiting import Visit, visit

door = page_door()


@door.get("/join/{token}", access=Access.OPEN)
async def show_join(request: Request, token: str) -> Response:
    who = await visit(request)
    try:
        who.limits.count(JOIN, f"looks from {who.address}")
        await who.house.database.read(_must_be_open, token, who.now)
    except InvitationOver as over:
        return await page(who, "invitation/expired.html", views.ExpiredPage(), status=over.status)
    return await page(who, "invitation/join.html", views.JoinPage(f"/join/{token}", secrets.suggest_passphrase()))


@door.post("/join/{token}", access=Access.OPEN)
async def join(request: Request, token: str) -> Response:
    who = await visit(request)
    try:
        form = await forms.sent_by_anybody(who)
    except StaleForm as stale:
        return await _again(who, token, stale.form, stale)
    try:
        newcomer, secret = await _joined(who, token, form)
    except InvitationOver as over:
        return await page(who, "invitation/expired.html", views.ExpiredPage(), status=over.status)
    except ParasolError as error:
        return await _again(who, token, form, error)
    codes = await page(who, "recovery/codes.html", views.RecoveryCodesPage(newcomer.recovery_codes, newcomer.lock_code))
    return with_session(codes, who, secret)


async def _joined(who: Visit, token: str, form: Form) -> tuple[Newcomer, str]:
    """The newcomer and their session. What is wrong with the form itself costs none of the five tries."""
    who.limits.count(JOIN, f"from {who.address}")
    name, database = form.text("name").strip(), who.house.database
    await database.read(_must_be_open, token, who.now)
    newcomer = await joining.prepare_newcomer(name, new_passphrase(form), *await house_words(who))
    await database.write(joining.count_try, token, now=who.now)
    return newcomer, await database.write(_join, who, token, newcomer)


def _join(session: Session, who: Visit, token: str, newcomer: Newcomer) -> str:
    settings = who.house.settings
    account_id = joining.join(session, token, newcomer, origin=settings.origin, key=who.house.key, now=who.now)
    return begin_anew(session, who, Proven(account_id, newcomer.member_key))


def _must_be_open(session: Session, token: str, now: datetime) -> None:
    """The setup link is no invitation: it names the house first."""
    if joining.open_invitation(session, token, now=now).is_setup:
        raise InvitationOver


async def _again(who: Visit, token: str, form: Form, error: ParasolError) -> Response:
    about_passphrase = isinstance(error, Invalid) and error.field == "passphrase"
    view = views.JoinPage(
        f"/join/{token}",
        suggestion_again(form),
        name=forms.typed(form, "name", "" if about_passphrase else error.safe),
        passphrase_error=error.safe if about_passphrase else "",
    )
    return await page(who, "invitation/join.html", view, status=error.status)
