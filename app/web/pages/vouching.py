"""`/newcomers/{link}`: a member who was given the link of somebody who waits may answer for them, or not."""

from fastapi import Request, Response

from app.accounts import newcomer_queries as newcomers
from app.accounts.actions import admitting, vouching
from app.accounts.card import tile_of
from app.accounts.newcomer_queries import NewcomerFacts
from app.basics.errors import Invalid
from app.basics.text import kept
from app.doors.access import Access
from app.storage import Session
from app.web import forms, views
from app.web.answering import onward, page
from app.web.routing import page_door
from app.web.views.coming_in import VouchPage
from app.web.visiting import Visit, member
from app.web.words import N_

door = page_door()

ANSWERS = {"yes": "vouched", "back": "vouch-back"}
CHOOSE = N_("Please choose one of these.")


@door.get("/newcomers/{link}", access=Access.MEMBER)
async def show_newcomer(request: Request, link: str) -> Response:
    who = await member(request)
    facts, given, is_new = await who.house.database.read(_read, who, link)
    view = VouchPage(
        address=f"/newcomers/{link}",
        account=views.AccountView(facts.name, facts.display_name, tile_of(facts.uri)),
        about=kept(facts.about_html),
        given=given,
        may_not=vouching.NEW_YOURSELF if is_new else "",
    )
    return await page(who, "newcomer/vouch.html", view)


@door.post("/newcomers/{link}", access=Access.MEMBER)
async def answer(request: Request, link: str) -> Response:
    """`answer=yes` vouches, `answer=back` takes it back. Whoever is in by then has no link any more."""
    who = await member(request)
    form = await forms.sent(who)
    wanted = form.text("answer")
    if wanted not in ANSWERS:
        raise Invalid("answer", CHOOSE)
    still_waits = await who.house.database.write(_write, who, link, wanted)
    return onward(f"/newcomers/{link}?done={ANSWERS[wanted]}" if still_waits else "/?done=let-in")


def _read(session: Session, who: Visit, link: str) -> tuple[NewcomerFacts, bool, bool]:
    facts = newcomers.behind_link(session, link, who.house.key)
    me = who.me.account_id
    return facts, newcomers.vouches(session, me, facts.account_id), admitting.is_new(session, me)


def _write(session: Session, who: Visit, link: str, wanted: str) -> bool:
    """Whether they still wait."""
    newcomer_id = newcomers.behind_link(session, link, who.house.key).account_id
    if wanted == "yes":
        vouching.vouch(session, who.me.account_id, newcomer_id, now=who.now)
    else:
        vouching.take_back(session, who.me.account_id, newcomer_id)
    facts = newcomers.one(session, newcomer_id)
    return facts is not None and facts.admitted_at is None
