"""`/join/{token}`: an invitation lets one person choose a name and a passphrase, having read the policy.

Nothing else is asked. That they are an adult is a sentence to agree to, kept nowhere.
"""

from fastapi import Request, Response

from app.accounts import secrets
from app.accounts.actions import joining
from app.accounts.actions.joining import DoorClosed, InvitationOver, Newcomer
from app.accounts.actions.signing_in import Proven
from app.basics.errors import Invalid, ParasolError
from app.doors.access import Access
from app.doors.bodies import Form
from app.doors.limits import JOIN
from app.doors.tries import network_of
from app.storage import Session
from app.web import forms, framing, showing_policy, views
from app.web.answering import page
from app.web.forms import StaleForm
from app.web.pages.choosing import house_words
from app.web.pages.coming_in import begin_anew, must_be_an_adult, new_passphrase, suggestion_again, with_session
from app.web.routing import page_door
from app.web.views import Field
from app.web.visiting import Visit, stranger, visit
from app.web.words import N_
from moderation.policy import queries as policies
from moderation.policy.rules import must_be_the_newest

door = page_door()

AGREE = N_("Please read the policy and say whether you agree. Without that nobody joins.")
_BESIDE = {"name", "passphrase", "adult", "agreed"}


@door.get("/join/{token}", access=Access.OPEN)
async def show_join(request: Request, token: str) -> Response:
    who = await visit(request)
    try:
        who.limits.count(JOIN, f"looks from {network_of(who.address)}")
        await who.house.database.read(_must_be_open, who, token)
    except InvitationOver as over:
        return await page(who, "invitation/expired.html", views.ExpiredPage(), status=over.status)
    except DoorClosed as closed:
        return await page(who, "invitation/closed.html", views.ClosedPage(), status=closed.status)
    return await _form(who, token, secrets.suggest_passphrase())


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
    # Around it stands nobody: in this browser another name of theirs may have been in use.
    view = views.RecoveryCodesPage(newcomer.recovery_codes, newcomer.lock_code)
    codes = await page(stranger(request), "recovery/codes.html", view)
    return with_session(codes, who, secret)


async def _joined(who: Visit, token: str, form: Form) -> tuple[Newcomer, str]:
    """The newcomer and their session. What is wrong with the form itself costs none of the five tries."""
    who.limits.count(JOIN, f"from {network_of(who.address)}")
    name, database = form.text("name").strip(), who.house.database
    await database.read(_must_be_open, who, token)
    must_be_an_adult(form)
    agreed = _agreed(form, await database.read(policies.in_force_number, now=who.now))
    newcomer = await joining.prepare_newcomer(name, new_passphrase(form), *await house_words(who))
    await database.write(joining.count_try, token, now=who.now)
    return newcomer, await database.write(_join, who, token, newcomer, agreed)


def _agreed(form: Form, newest: int) -> int:
    """The version that was read and agreed to; raises Conflict when another one is in force by now, Invalid."""
    if not newest:
        return 0
    shown = form.text("policy")
    must_be_the_newest(newest, int(shown) if shown.isascii() and shown.isdigit() and len(shown) < 10 else 0)
    if not form.truth("agreed"):
        raise Invalid("agreed", AGREE)
    return newest


def _join(session: Session, who: Visit, token: str, newcomer: Newcomer, agreed: int) -> str:
    must_be_the_newest(policies.in_force_number(session, now=who.envoy.clock()), agreed)
    origin, key = who.house.settings.origin, who.house.key
    account_id = joining.join(session, token, newcomer, agreed_policy=agreed, origin=origin, key=key, now=who.now)
    return begin_anew(session, who, Proven(account_id, newcomer.member_key))


def _must_be_open(session: Session, who: Visit, token: str) -> None:
    """The setup link is no invitation: it names the house first. A closed door is told only to who has a link."""
    if joining.open_invitation(session, token, now=who.now).is_setup:
        raise InvitationOver
    joining.must_take_people_in(session, who.house.key, now=who.now)


async def _again(who: Visit, token: str, form: Form, error: ParasolError) -> Response:
    wrong = error.field if isinstance(error, Invalid) and error.field in _BESIDE else ""
    return await _form(who, token, suggestion_again(form), form, wrong, error)


async def _form(
    who: Visit,
    token: str,
    suggestion: str,
    form: Form | None = None,
    wrong: str = "",
    error: ParasolError | None = None,
) -> Response:
    """The form, with what was typed; agreeing to a version that is in force no more is to be done again."""
    form, safe = form or Form(), error.safe if error else ""
    policy = await showing_policy.in_force(who)
    house = (await framing.house_shown(who.request, who.house)).community
    view = views.JoinPage(
        f"/join/{token}",
        suggestion,
        name=forms.typed(form, "name", safe if wrong == "name" else ""),
        passphrase_error=safe if wrong == "passphrase" else "",
        adult=Field("1" if form.truth("adult") else "", safe if wrong == "adult" else ""),
        agreed=Field(
            "1" if form.truth("agreed") and form.text("policy") == str(policy.number) else "",
            safe if wrong == "agreed" else "",
        ),
        policy=policy,
        admission=house.admission.value if house else "invitation",
        needed=house.vouches_needed if house else 0,
        error="" if wrong else safe,
    )
    return await page(who, "invitation/join.html", view, status=error.status if error else 200)
