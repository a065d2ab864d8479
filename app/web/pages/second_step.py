"""`/sign-in/second`: what is asked after the passphrase (or a recovery code) where a second factor is on.

Nobody is signed in yet, and nothing is kept here meanwhile: who has proven what stands sealed in the page's form.
"""

from collections.abc import Callable

from fastapi import Request, Response

from app.accounts import one_time, passkeys, pending
from app.accounts.actions import second_factor, signing_in
from app.accounts.actions.passkeys import use_passkey
from app.accounts.actions.signing_in import Proven, Recovering
from app.accounts.pending import Pending, StepOver
from app.accounts.second_queries import Factors, factors_of
from app.basics.errors import ParasolError
from app.doors.access import Access
from app.doors.bodies import Form
from app.doors.limits import ONE_TIME_CODE
from app.doors.tries import RECOVERING, SIGNING_IN, count_try, forget_tries, network_of
from app.storage import Session
from app.web import forms, views
from app.web.answering import onward, page
from app.web.forms import StaleForm
from app.web.outside_door import hears
from app.web.pages.coming_in import begin_anew, with_session
from app.web.routing import page_door
from app.web.views.second import SecondStepPage
from app.web.visiting import Visit, visit

door = page_door()

Use = Callable[[Session], None]


async def ask(who: Visit, held: Pending, factors: Factors, onwards: str) -> Response:
    """The page that asks for it; its token lasts five minutes."""
    return await _show(who, held, factors, onwards)


@door.get("/sign-in/second", access=Access.OPEN)
async def show_second_step(request: Request) -> Response:
    """There is nothing to show without the first step."""
    return onward("/sign-in")


@door.post("/sign-in/second", access=Access.OPEN)
async def take_second_step(request: Request) -> Response:
    who = await visit(request)
    try:
        form = await forms.sent_by_anybody(who)
        held = pending.opened(form.text("token"), who.house.key, now=who.now)
    except (StaleForm, StepOver) as over:
        return await _from_the_beginning(who, over)
    factors = await who.house.database.read(factors_of, held.account_id)
    onwards = forms.local(form.text("next"), "")
    try:
        sessions = await _let_in(who, form, held, factors)
    except StepOver as over:
        return await _from_the_beginning(who, over)
    except ParasolError as error:
        return await _show(who, held, factors, onwards, error)
    return with_session(onward("/?done=recovered" if held.passphrase else onwards or "/"), who, sessions)


async def _let_in(who: Visit, form: Form, held: Pending, factors: Factors) -> str:
    """What the browser holds from now on; raises what was wrong."""
    if form.text("credential"):
        return await who.house.database.write(_write, who, held, _passkey(who, form, held, factors))
    code, account = form.text("code"), str(held.account_id)
    if one_time.looks_like_one(code):
        # A million codes are soon tried through, so tries are few wherever they come from.
        who.limits.count(ONE_TIME_CODE, account)
    else:
        count_try(who.limits, RECOVERING, account, who.address)
    sessions = await who.house.database.write(_write, who, held, _code(who, code, held))
    who.limits.forget(ONE_TIME_CODE, account)
    forget_tries(who.limits, RECOVERING, account, who.address)
    return sessions


def _code(who: Visit, code: str, held: Pending) -> Use:
    def use(session: Session) -> None:
        second_factor.use_code(session, held.account_id, code, key=who.house.key, now=who.now)

    return use


def _passkey(who: Visit, form: Form, held: Pending, factors: Factors) -> Use:
    who.limits.count(SIGNING_IN.from_a_network, network_of(who.address))
    origin, known = who.house.settings.origin, factors.passkeys
    passkey, count = passkeys.answered(form.text("credential"), held.challenge, origin, known)

    def use(session: Session) -> None:
        use_passkey(session, passkey, count)

    return use


def _write(session: Session, who: Visit, held: Pending, use: Use) -> str:
    """All of it or nothing. The passphrase must still be the one that was proven, and the token not used before."""
    found = signing_in.credential_by_id(session, held.account_id)
    if found is None or pending.mark_of(found.stored) != held.mark:
        raise StepOver
    use(session)
    sessions = let_in(session, who, held)
    if not who.request.app.state.once.use(held.challenge, pending.LASTS):
        raise StepOver
    return sessions


def let_in(session: Session, who: Visit, held: Pending) -> str:
    """What the browser holds from now on; with a recovery code, after its new passphrase is set. Raises WrongCode."""
    if held.passphrase is None:
        return begin_anew(session, who, Proven(held.account_id, held.member_key))
    found = Recovering(held.account_id, held.code_hash, held.member_key)
    return begin_anew(session, who, signing_in.finish_recovery(session, found, held.passphrase))


async def _show(
    who: Visit, held: Pending, factors: Factors, onwards: str, error: ParasolError | None = None
) -> Response:
    known = factors.passkeys
    view = SecondStepPage(
        token=pending.sealed(held, who.house.key),
        next=onwards,
        codes=factors.codes,
        question=passkeys.question(who.house.settings.origin, held.challenge, known) if known else "",
        error=error.safe if error else "",
    )
    return await page(who, "session/second.html", view, status=error.status if error else 200)


async def _from_the_beginning(who: Visit, error: ParasolError) -> Response:
    return await page(
        who, "session/new.html", views.SignInPage(error=error.safe, hears_outside=await hears(who)), status=error.status
    )
