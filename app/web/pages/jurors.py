"""`/settings/drawn`: a member says that they can be drawn by lot, and answers when they were."""

from fastapi import Request, Response

from app.accounts.actions.admitting import is_new
from app.basics.errors import Conflict, Invalid
from app.doors.access import Access
from app.storage import Session
from app.web import forms
from app.web.answering import onward, page
from app.web.routing import page_door
from app.web.views import Field
from app.web.views.jurors import BeingDrawnPage, MatterView
from app.web.visiting import Visit, member
from app.web.words import N_
from moderation.jurors import answering, consenting, queries
from moderation.jurors.queries import DrawnFor

door = page_door()

ADDRESS = "/settings/drawn"
CHOOSE = N_("Please choose one of these.")


@door.get(ADDRESS, access=Access.MEMBER)
async def show_being_drawn(request: Request) -> Response:
    return await being_drawn_page(await member(request))


@door.post(ADDRESS, access=Access.MEMBER)
async def keep_being_drawn(request: Request) -> Response:
    who = await member(request)
    drawn = (await forms.sent(who)).text("drawn")
    if drawn not in {"on", "off"}:
        return await being_drawn_page(who, Field(drawn, CHOOSE), status=Invalid.status)
    if drawn == "on":
        await who.house.database.write(consenting.consent, who.me.account_id, now=who.now)
    else:
        await who.house.database.write(consenting.take_back, who.me.account_id)
    return onward(f"{ADDRESS}?done=kept")


@door.post(ADDRESS + "/{decision}", access=Access.MEMBER)
async def answer(request: Request, decision: str) -> Response:
    """Yes or no to one matter; yes leads to it."""
    who, decision_id = await member(request), forms.the_id(decision)
    form = await forms.sent(who)
    try:
        yes = forms.pressed(form, "yes")
        await who.house.database.write(answering.answer, who.me.account_id, decision_id, yes=yes, now=who.now)
    except (Invalid, Conflict) as error:
        return await being_drawn_page(who, notice=error.safe, status=error.status)
    return onward(ADDRESS if yes else f"{ADDRESS}?done=not-drawn")


async def being_drawn_page(who: Visit, typed: Field | None = None, *, notice: str = "", status: int = 200) -> Response:
    """The page of whether they can be drawn, and for what they were; with a sentence above it."""
    consents, new, matters = await who.house.database.read(_read, who)
    view = BeingDrawnPage(
        drawn=typed or Field("on" if consents else "off"),
        matters=tuple(_view(one) for one in matters),
        is_new=new,
        moderates=who.viewer.is_moderator,
    )
    return await page(who, "juror/settings.html", view, status=status, place="more", address=ADDRESS, notice=notice)


def _read(session: Session, who: Visit) -> tuple[bool, bool, list[DrawnFor]]:
    me = who.me.account_id
    return consenting.consents(session, me), is_new(session, me), list(queries.drawn_for(session, me, now=who.now))


def _view(one: DrawnFor) -> MatterView:
    return MatterView(
        one.decision_id,
        one.part,
        one.asked_at,
        one.answer_by,
        taken=one.answer == "yes",
        let_go=one.answer == "let",
        appeal_id=one.appeal_id,
    )
