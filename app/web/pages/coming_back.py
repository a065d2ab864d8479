"""`/recover/friends`: everything is lost, and two friends let somebody back in. The same whoever asks (P6)."""

from fastapi import Request, Response

from app.accounts import rules, secrets
from app.accounts.actions import friends
from app.accounts.actions.friends import Back
from app.accounts.secrets import Passphrase
from app.basics.errors import Invalid, ParasolError, TooMany
from app.doors.access import Access
from app.doors.bodies import Form
from app.doors.tries import RECOVERING, count_try, network_of
from app.storage import Session
from app.web import forms, views
from app.web.answering import page
from app.web.forms import StaleForm
from app.web.pages.choosing import chosen_passphrase
from app.web.pages.coming_in import begin_anew, suggestion_again, with_session
from app.web.routing import page_door
from app.web.views.friends import AskFriendsPage, ComeBackPage
from app.web.visiting import Visit, visit

door = page_door()

ASK = "/recover/friends"
RETURN = "/recover/friends/return"


@door.get(ASK, access=Access.OPEN)
async def show_ask(request: Request) -> Response:
    return await page(await visit(request), "friends/ask.html", AskFriendsPage())


@door.post(ASK, access=Access.OPEN)
async def ask(request: Request) -> Response:
    """Two codes, whether or not there is such an account and whether or not it has friends."""
    who = await visit(request)
    try:
        form = await forms.sent_by_anybody(who)
    except StaleForm as stale:
        view = AskFriendsPage(stale.form.text("name"), stale.safe)
        return await page(who, "friends/ask.html", view, status=stale.status)
    name = form.text("name").strip().removeprefix("@")
    try:
        count_try(who.limits, RECOVERING, rules.folded(name), who.address)
    except TooMany as error:
        return await page(who, "friends/ask.html", AskFriendsPage(name, error.safe), status=error.status)
    asked = await who.house.database.write(friends.ask_to_return, name, key=who.house.key, now=who.now)
    return await page(who, "friends/ask.html", AskFriendsPage(name, "", asked.for_friends, asked.own))


@door.get(RETURN, access=Access.OPEN)
async def show_return(request: Request) -> Response:
    return await page(await visit(request), "friends/return.html", ComeBackPage(secrets.suggest_passphrase()))


@door.post(RETURN, access=Access.OPEN)
async def come_back(request: Request) -> Response:
    who = await visit(request)
    try:
        form = await forms.sent_by_anybody(who)
    except StaleForm as stale:
        return await _again(who, stale.form, stale)
    try:
        back, secret = await _back(who, form)
    except ParasolError as error:
        return await _again(who, form, error)
    view = views.RecoveryCodesPage(tuple(back.recovery_codes), lock_code=back.lock_code)
    return with_session(await page(who, "recovery/codes.html", view), who, secret)


async def _back(who: Visit, form: Form) -> tuple[Back, str]:
    """One hashing whether or not the code is anybody's."""
    passphrase = await chosen_passphrase(who, form)
    who.limits.count(RECOVERING.from_a_network, network_of(who.address))
    made = await secrets.made(passphrase)
    return await who.house.database.write(_come_back, who, form.text("code"), made)


def _come_back(session: Session, who: Visit, code: str, made: Passphrase) -> tuple[Back, str]:
    back = friends.come_back(session, code, made, key=who.house.key, now=who.now)
    return back, begin_anew(session, who, back.proven)


async def _again(who: Visit, form: Form, error: ParasolError) -> Response:
    about_passphrase = isinstance(error, Invalid) and error.field == "passphrase"
    view = ComeBackPage(
        suggestion_again(form),
        form.text("code"),
        error="" if about_passphrase else error.safe,
        passphrase_error=error.safe if about_passphrase else "",
    )
    return await page(who, "friends/return.html", view, status=error.status)
