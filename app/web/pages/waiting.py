"""`/waiting`: all that somebody sees who is not let in yet. The only pages whose door is `newcomer`."""

from fastapi import Request, Response

from app.accounts import newcomer_queries as newcomers
from app.accounts.actions import admitting, profiles
from app.accounts.actions.profiles import LONGEST_ABOUT
from app.accounts.card import tile_of
from app.accounts.newcomer_queries import NewcomerFacts
from app.basics.errors import Invalid, NotFound, ParasolError
from app.doors.access import Access
from app.web import forms, framing, views
from app.web.answering import onward, page
from app.web.forms import StaleForm
from app.web.routing import WAITING, page_door
from app.web.views import Field
from app.web.views.coming_in import WaitingPage
from app.web.visiting import Visit, newcomer, visit

door = page_door()


@door.get(WAITING, access=Access.MEMBER)
async def show_waiting(request: Request) -> Response:
    """Whoever is in by now goes on to their home."""
    if (await visit(request)).who is not None:
        return onward("/")
    who = await newcomer(request)
    facts = await _facts(who)
    return await _page(who, facts, Field(facts.display_name), Field(facts.about_source))


@door.post("/waiting/introduction", access=Access.MEMBER)
async def introduce(request: Request) -> Response:
    """What members read who open the link."""
    who = await newcomer(request)
    try:
        form = await forms.sent(who)
    except StaleForm as stale:
        shown, words = forms.typed(stale.form, "display_name", stale.safe), forms.typed(stale.form, "about")
        return await _page(who, await _facts(who), shown, words, stale.status)
    name, about, origin = form.text("display_name"), form.text("about"), who.house.settings.origin
    try:
        await who.house.database.write(profiles.change_profile, _id(who), name, about, origin=origin)
    except Invalid as error:
        shown = forms.typed(form, "display_name", error.safe if error.field == "display_name" else "")
        words = forms.typed(form, "about", error.safe if error.field == "about" else "")
        return await _page(who, await _facts(who), shown, words, error.status)
    return onward(f"{WAITING}?done=kept")


@door.post("/waiting/withdrawal", access=Access.MEMBER)
async def withdraw(request: Request) -> Response:
    """They ask no more, or have read why not: the account goes at once."""
    who = await newcomer(request)
    await forms.sent(who)
    await who.house.database.write(admitting.give_up, _id(who), key=who.house.key, now=who.now)
    return onward("/")


def _id(who: Visit) -> int:
    if who.newcomer is None:
        raise NotFound
    return who.newcomer.account_id


async def _facts(who: Visit) -> NewcomerFacts:
    facts = await who.house.database.read(newcomers.one, _id(who))
    if facts is None:
        raise NotFound
    return facts


async def _page(who: Visit, facts: NewcomerFacts, display_name: Field, about: Field, status: int = 200) -> Response:
    shown = await framing.house_shown(who.request, who.house)
    if shown.community is None:
        raise ParasolError
    view = WaitingPage(
        account=views.AccountView(facts.name, facts.display_name, tile_of(facts.uri)),
        link=f"{who.house.settings.origin}/newcomers/{newcomers.link_of(facts.account_id, who.house.key)}",
        admission=shown.community.admission.value,
        vouches=await who.house.database.read(newcomers.vouches_for, facts.account_id),
        needed=shown.community.vouches_needed,
        until=facts.waits_until,
        refusal=facts.why_not(who.house.key),
        has_policy=shown.policy > 0,
        display_name=display_name,
        about=about,
        about_limit=LONGEST_ABOUT,
    )
    return await page(who, "newcomer/waiting.html", view, status=status, address=WAITING)
