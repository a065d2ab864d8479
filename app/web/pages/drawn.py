"""`/drawn/{decision}`: a member who was drawn to be the second to decide reads that one matter, and says yes or no."""

from fastapi import Request, Response

from app.basics.errors import Conflict, NotFound, Refused
from app.doors.access import Access
from app.web import forms
from app.web.answering import onward, page
from app.web.forms import StaleForm
from app.web.heard import matter_view
from app.web.pages.jurors import being_drawn_page
from app.web.routing import page_door
from app.web.views.appeals import SecondPage
from app.web.visiting import Visit, member
from moderation import decisions
from moderation.appeals import material
from moderation.jurors import queries

door = page_door()

ADDRESS = "/drawn/{decision}"


@door.get(ADDRESS, access=Access.MEMBER)
async def show_matter(request: Request, decision: str) -> Response:
    """Opens it, which is written down (P18)."""
    return await _page(await member(request), forms.the_id(decision))


@door.post(ADDRESS, access=Access.MEMBER)
async def say(request: Request, decision: str) -> Response:
    """`agrees=1` or `agrees=0`. Moderators say it on the desk; to whoever was not drawn nothing is here."""
    who, decision_id = await member(request), forms.the_id(decision)
    if not await who.house.database.read(queries.took_part, who.viewer, decision_id, "agree"):
        raise NotFound
    write, key = who.house.database.write, who.house.key
    try:
        agrees = forms.pressed(await forms.sent(who), "agrees")
        await write(decisions.agree if agrees else decisions.decline, who.viewer, decision_id, key=key, now=who.now)
    except Conflict as error:  # said before, or over: what it was about is shown no more
        return await being_drawn_page(who, notice=error.safe, status=error.status)
    except (Refused, StaleForm) as error:
        return await _page(who, decision_id, error)
    return onward("/settings/drawn?done=second-said")


async def _page(who: Visit, decision_id: int, error: Refused | StaleForm | None = None) -> Response:
    database, key, me = who.house.database, who.house.key, who.me.account_id
    found = await database.write(
        material.of_decision, who.viewer, decision_id, key=key, now=who.now, language=who.language
    )
    view = SecondPage(
        decision_id,
        matter_view(found, from_desk=False),
        has_said=await database.read(material.has_said, me, decision_id),
        trouble=error.safe if error else "",
    )
    return await page(who, "juror/second.html", view, status=error.status if error else 200, place="more")
