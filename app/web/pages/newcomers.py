"""`/house/newcomers`: who waits and who is on probation, with who vouched for them, for moderators (P3)."""

from dataclasses import replace

from fastapi import Request, Response

from app.accounts import newcomer_queries as newcomers
from app.accounts import rules
from app.accounts.actions import admitting
from app.accounts.card import tile_of
from app.accounts.newcomer_queries import NewcomerFacts
from app.basics.errors import Invalid
from app.basics.text import kept
from app.doors.access import Access
from app.web import forms, framing, views
from app.web.answering import onward, page
from app.web.forms import StaleForm
from app.web.routing import page_door
from app.web.views import Field
from app.web.views.coming_in import NewcomersPage, NewcomerView
from app.web.visiting import Visit, member

door = page_door()

ADDRESS = "/house/newcomers"


@door.get(ADDRESS, access=Access.MEMBER)
async def show_newcomers(request: Request) -> Response:
    return await _list(await _moderator(request))


@door.post(ADDRESS + "/{newcomer}/admission", access=Access.MEMBER)
async def let_in(request: Request, newcomer: str) -> Response:
    who, newcomer_id = await _moderator(request), forms.the_id(newcomer)
    await forms.sent(who)
    await who.house.database.write(admitting.let_in, who.me.role, newcomer_id, now=who.now)
    return onward(f"{ADDRESS}?done=let-in")


@door.post(ADDRESS + "/{newcomer}/refusal", access=Access.MEMBER)
async def refuse(request: Request, newcomer: str) -> Response:
    """Not without a sentence: they read it before their account goes."""
    who, newcomer_id = await _moderator(request), forms.the_id(newcomer)
    try:
        form = await forms.sent(who)
    except StaleForm as stale:
        return await _list(who, newcomer_id, forms.typed(stale.form, "sentence", stale.safe), stale.status)
    sentence = form.text("sentence")
    try:
        await who.house.database.write(
            admitting.refuse, who.me.role, newcomer_id, sentence, key=who.house.key, now=who.now
        )
    except Invalid as error:
        return await _list(who, newcomer_id, Field(sentence, error.safe), error.status)
    return onward(f"{ADDRESS}?done=refused")


async def _moderator(request: Request) -> Visit:
    who = await member(request)
    rules.must_be_moderator(who.me.role)
    return who


async def _list(who: Visit, wrong: int = 0, sentence: Field | None = None, status: int = 200) -> Response:
    found = await who.house.database.read(newcomers.everybody_new)
    house = (await framing.house_shown(who.request, who.house)).community
    shown = [_view(one) for one in found]
    if sentence is not None:
        shown = [replace(one, sentence=sentence) if one.id == wrong else one for one in shown]
    in_already = {one.account_id for one in found if one.admitted_at is not None}
    view = NewcomersPage(
        waiting=tuple(one for one in shown if one.id not in in_already),
        on_probation=tuple(one for one in shown if one.id in in_already),
        admission=house.admission.value if house else "invitation",
        needed=house.vouches_needed if house else 0,
        may_let_in=who.viewer.is_steward,
    )
    return await page(who, "newcomer/list.html", view, status=status, place="more", address=ADDRESS)


def _view(facts: NewcomerFacts) -> NewcomerView:
    return NewcomerView(
        id=facts.account_id,
        account=views.AccountView(facts.name, facts.display_name, tile_of(facts.uri)),
        about=kept(facts.about_html),
        since=facts.admitted_at or facts.asked_at,
        until=facts.probation_until or facts.waits_until,
        vouched_by=tuple(f"@{name}" for name in facts.vouched_by),
        refused=facts.refusal is not None,
    )
