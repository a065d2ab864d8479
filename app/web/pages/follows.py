"""`/following` and `/followers`: whom the member follows and who follows them. For nobody else (P4)."""

from collections.abc import Callable

from fastapi import Request, Response

from app.accounts import queries as accounts
from app.accounts.queries import AccountFacts
from app.doors.access import Access
from app.web import forms, showing
from app.web.answering import page
from app.web.pages.listing import here, older_than
from app.web.routing import page_door
from app.web.views.people import FollowsPage, FollowView
from app.web.visiting import member

door = page_door()

A_PAGE = 40


@door.get("/following", access=Access.MEMBER)
async def show_following(request: Request) -> Response:
    return await _shown(request, "/following", accounts.whom_i_follow)


@door.get("/followers", access=Access.MEMBER)
async def show_followers(request: Request) -> Response:
    return await _shown(request, "/followers", accounts.my_followers)


async def _shown(request: Request, path: str, wanted: Callable[..., list[AccountFacts]]) -> Response:
    who, before = await member(request), forms.before(request)
    found = await who.house.database.read(wanted, who.me.account_id, before=before, limit=A_PAGE + 1)
    shown = found[:A_PAGE]
    view = FollowsPage(
        path,
        tuple(FollowView(one.id, showing.account_view(one)) for one in shown),
        older_than(path, shown[-1].id if len(found) > len(shown) else None),
    )
    return await page(who, "follow/people.html", view, place="more", address=here(path, before))
