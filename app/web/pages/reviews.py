"""`/desk/reviews`: what holds without an end, and whose day of looking again has come. For moderators and stewards."""

from fastapi import Request, Response

from app.basics.errors import ParasolError
from app.doors.access import Access
from app.web import forms
from app.web.answering import onward, page
from app.web.decided import TOLD
from app.web.pages.desk import ADDRESS as DESK
from app.web.pages.desk import moderator
from app.web.routing import page_door
from app.web.views.decisions import ReviewLine, ReviewsPage
from app.web.visiting import Visit
from moderation import decisions
from moderation.decided import queries

door = page_door()

ADDRESS = f"{DESK}/reviews"


@door.get(ADDRESS, access=Access.MEMBER)
async def show_reviews(request: Request) -> Response:
    """What has waited longest first; nobody's own is in their list."""
    return await _shown(await moderator(request))


@door.post(ADDRESS + "/{decision_id}", access=Access.MEMBER)
async def answer(request: Request, decision_id: str) -> Response:
    """`stays=1`: as it is, until people look again. `stays=0`: lifted."""
    who, wanted = await moderator(request), forms.the_id(decision_id)
    stays = forms.pressed(await forms.sent(who), "stays")
    act = decisions.let_stand if stays else decisions.ease
    try:
        await who.house.database.write(act, who.viewer, wanted, key=who.house.key, now=who.now)
    except ParasolError as error:
        return await _shown(who, error)
    return onward(f"{ADDRESS}?done={'stands-on' if stays else 'lifted'}")


async def _shown(who: Visit, error: ParasolError | None = None) -> Response:
    found = await who.house.database.read(queries.to_look_at_again, who.now, not_about=who.me.account_id)
    lines = tuple(ReviewLine(one.id, TOLD[one.measure][0], one.at, one.due, one.case_number) for one in found)
    view = ReviewsPage(lines, error.safe if error else "")
    return await page(who, "desk/reviews.html", view, status=error.status if error else 200, place="more")
