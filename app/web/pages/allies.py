"""`/allies`: the houses next door, and the stewards' desk."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from fastapi import Request, Response

from app.accounts import rules
from app.allies import queries, restricting
from app.allies.queries import AllyFacts
from app.allies.rules import Scope, State
from app.basics.errors import Forbidden, Invalid, NotFound, ParasolError
from app.doors.access import Access
from app.doors.bodies import Form
from app.storage import Session
from app.storage.sealing import HouseKey
from app.web import forms, framing, views
from app.web.advised import advised_views
from app.web.answering import onward, page
from app.web.routing import page_door
from app.web.views import Field
from app.web.visiting import Visit, member
from app.web.words import N_
from federation import pact
from federation.envoy import Envoy
from federation.pact.asking import checked_origin
from federation.signatures import fingerprint
from moderation.suggestions import queries as suggestions
from moderation.suggestions.rules import Body

door = page_door()

NO_ANSWER = N_("Please say yes or decline.")
NO_SUCH_SCOPE = N_("The scopes are posts, media, alerts and reports.")
_MEMBERS_SEE = {State.ALLIED, State.PAUSED, State.PARTING}


@door.get("/allies", access=Access.MEMBER)
async def show_allies(request: Request) -> Response:
    return await _desk(await member(request))


@door.post("/allies", access=Access.MEMBER)
async def say_yes(request: Request) -> Response:
    """Our yes to a house that a steward typed in: a knock there, or by hand for other software.

    What others advise about it is shown first. `heard`: the host of which that was read; then nothing is in the way.
    """
    who, form = await _stewards_form(request)
    try:
        host = urlsplit(checked_origin(who.envoy, form.text("origin"))).netloc
        advice = await who.house.database.read(suggestions.advice_about, host, key=who.house.key)
        if advice and form.text("heard") != host:
            return await _desk(who, form, said=Said(host, advice))
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


def ally_view(facts: AllyFacts, decided: Collection[str] = (), said: Sequence[Body] = ()) -> views.AllyView:
    """`decided`: the measures about it that are in force. `said`: what others advise about it."""
    return views.AllyView(
        id=facts.id,
        origin=facts.origin,
        host=facts.host,
        state=facts.state.value,
        since=facts.changed_at,
        scopes=tuple(scope.value for scope in Scope if scope in facts.scopes),
        fingerprint=tuple(fingerprint(facts.public_key).split()) if facts.public_key else (),
        by_hand=facts.by_hand,
        limited=restricting.LIMITING in decided,
        paused_by_decision=restricting.PAUSING in decided,
        parting_proposed=restricting.PARTING in decided,
        advice=advised_views(said),
    )


@dataclass(frozen=True, slots=True)
class Said:
    """What others say of a house that a steward is about to say yes to."""

    host: str
    advice: Sequence[Body]


async def _desk(
    who: Visit, form: Form | None = None, error: ParasolError | None = None, said: Said | None = None
) -> Response:
    decides = who.me.role == "steward"
    known = await who.house.database.read(queries.everyone)
    decided = await who.house.database.read(restricting.decided_about_allies)
    knocked = {one.id: one.host for one in known if decides and one.state == State.KNOCKED}
    advice = await who.house.database.read(_advice_about, knocked, who.house.key) if knocked else {}
    shown = await framing.house_shown(who.request, who.house, anew=decides)
    ours = shown.community.public_key if shown.community and decides else ""
    view = views.AlliesPage(
        allies=tuple(
            ally_view(one, decided.get(one.id, ()), advice.get(one.id, ()))
            for one in known
            if decides or one.state in _MEMBERS_SEE
        ),
        ours=tuple(fingerprint(ours).split()) if ours else (),
        may_decide=decides,
        origin=forms.typed(form, "origin", error.safe if error else "") if form else Field(),
        scopes=tuple(form.texts("scopes")) if form else ("posts", "media"),
        by_hand=form.truth("by_hand") if form else False,
        advice=advised_views(said.advice) if said else (),
        heard=said.host if said else "",
    )
    return await page(
        who, "ally/desk.html", view, status=error.status if error else 200, place="allies", address="/allies"
    )


def _advice_about(session: Session, hosts: Mapping[int, str], key: HouseKey) -> dict[int, Sequence[Body]]:
    return {ally_id: suggestions.advice_about(session, host, key=key) for ally_id, host in hosts.items()}


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
