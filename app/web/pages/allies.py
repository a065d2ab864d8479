"""`/allies`: the houses next door, and the stewards' desk."""

from collections.abc import Awaitable, Callable

from fastapi import Request, Response

from app.accounts import rules
from app.allies import queries
from app.allies.queries import AllyFacts
from app.allies.rules import Scope, State
from app.basics.errors import Forbidden, Invalid, NotFound, ParasolError
from app.doors.access import Access
from app.doors.bodies import Form
from app.web import forms, framing, views
from app.web.answering import onward, page
from app.web.routing import page_door
from app.web.views import Field
from app.web.visiting import Visit, member
from app.web.words import N_
from federation import pact
from federation.envoy import Envoy
from federation.signatures import fingerprint

door = page_door()

NO_ANSWER = N_("Please say yes or decline.")
NO_SUCH_SCOPE = N_("The scopes are posts, media, alerts and reports.")
_MEMBERS_SEE = {State.ALLIED, State.PAUSED, State.PARTING}


@door.get("/allies", access=Access.MEMBER)
async def show_allies(request: Request) -> Response:
    return await _desk(await member(request))


@door.post("/allies", access=Access.MEMBER)
async def say_yes(request: Request) -> Response:
    """Our yes to a house that a steward typed in: a knock there, or by hand for other software."""
    who, form = await _stewards_form(request)
    try:
        act = pact.by_hand if form.truth("by_hand") else pact.knock
        ally = await act(who.envoy, form.text("origin"), _scopes(form))
    except Forbidden:
        raise
    except ParasolError as error:
        return await _desk(who, form, error)
    return await _done(who, "allied" if ally.state == State.ALLIED else "knocked")


@door.post("/allies/{ally}/answer", access=Access.MEMBER)
async def answer_knock(request: Request, ally: str) -> Response:
    who, form = await _stewards_form(request)
    known = await the_ally(who, ally)
    match form.text("answer"):
        case "accept":
            await pact.accept(who.envoy, known.origin, _scopes(form))
            return await _done(who, "allied")
        case "decline":
            await pact.decline(who.envoy, known.origin)
            return await _done(who, "declined")
        case _:
            raise Invalid("answer", NO_ANSWER)


@door.post("/allies/{ally}/pause", access=Access.MEMBER)
async def pause(request: Request, ally: str) -> Response:
    return await _move(request, ally, pact.pause, "paused")


@door.post("/allies/{ally}/resumption", access=Access.MEMBER)
async def resume(request: Request, ally: str) -> Response:
    return await _move(request, ally, pact.resume, "resumed")


async def the_ally(who: Visit, word: str) -> AllyFacts:
    """The house of that id; raises NotFound."""
    known = await who.house.database.read(queries.by_id, forms.the_id(word))
    if known is None:
        raise NotFound
    return known


def ally_view(facts: AllyFacts) -> views.AllyView:
    return views.AllyView(
        id=facts.id,
        origin=facts.origin,
        host=facts.host,
        state=facts.state.value,
        since=facts.changed_at,
        scopes=tuple(scope.value for scope in Scope if scope in facts.scopes),
        fingerprint=tuple(fingerprint(facts.public_key).split()) if facts.public_key else (),
        by_hand=facts.by_hand,
    )


async def _desk(who: Visit, form: Form | None = None, error: ParasolError | None = None) -> Response:
    decides = who.me.role == "steward"
    known = await who.house.database.read(queries.everyone)
    shown = await framing.house_shown(who.request, who.house, anew=decides)
    ours = shown.community.public_key if shown.community and decides else ""
    view = views.AlliesPage(
        allies=tuple(ally_view(one) for one in known if decides or one.state in _MEMBERS_SEE),
        ours=tuple(fingerprint(ours).split()) if ours else (),
        may_decide=decides,
        origin=forms.typed(form, "origin", error.safe if error else "") if form else Field(),
        scopes=tuple(form.texts("scopes")) if form else ("posts", "media"),
        by_hand=form.truth("by_hand") if form else False,
    )
    return await page(
        who, "ally/desk.html", view, status=error.status if error else 200, place="allies", address="/allies"
    )


async def _stewards_form(request: Request) -> tuple[Visit, Form]:
    who = await member(request)
    rules.must_be_steward(who.me.role)
    return who, await forms.sent(who)


async def _move(request: Request, ally: str, move: Callable[[Envoy, str], Awaitable[AllyFacts]], word: str) -> Response:
    who, _ = await _stewards_form(request)
    await move(who.envoy, (await the_ally(who, ally)).origin)
    return await _done(who, word)


async def _done(who: Visit, word: str) -> Response:
    await framing.house_shown(who.request, who.house, anew=True)
    return onward(f"/allies?done={word}")


def _scopes(form: Form) -> frozenset[Scope]:
    try:
        return frozenset(Scope(word) for word in form.texts("scopes"))
    except ValueError as error:
        raise Invalid("scopes", NO_SUCH_SCOPE) from error
