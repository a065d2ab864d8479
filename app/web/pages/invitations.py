"""`/invitations`: making a link for one person, shown once, and taking links back."""

from datetime import timedelta

from fastapi import Request, Response

from app.accounts import queries as accounts
from app.accounts.actions import joining
from app.basics.errors import Forbidden, Invalid, TooMany
from app.basics.ids import time_of
from app.doors.access import Access
from app.doors.pace import Act, count_act
from app.web import forms, views
from app.web.answering import onward, page
from app.web.routing import page_door
from app.web.visiting import Visit, member
from app.web.words import N_

door = page_door()

DAYS = (1, 7, 30)
WRONG_DAYS = N_("Choose for how long the link is open.")


@door.get("/invitations", access=Access.MEMBER)
async def show_invitations(request: Request) -> Response:
    return await _list(await member(request))


@door.post("/invitations", access=Access.MEMBER)
async def invite(request: Request) -> Response:
    """The link stands in this answer alone; only its hash is kept."""
    who = await member(request)
    form = await forms.sent(who)
    try:
        lasts = _days(form.text("days", "7"))
        await count_act(request, Act.INVITE, who.me.account_id, now=who.now)
        token = await who.house.database.write(joining.invite, who.me.account_id, lasts=lasts, now=who.now)
    except (Invalid, Forbidden, TooMany) as error:
        return await _list(who, error=error.safe, status=error.status)
    return await _list(who, fresh=f"{who.house.settings.origin}/join/{token}")


@door.post("/invitations/{invitation}/revocation", access=Access.MEMBER)
async def take_back(request: Request, invitation: str) -> Response:
    who, invitation_id = await member(request), forms.the_id(invitation)
    await forms.sent(who)
    await who.house.database.write(joining.revoke_invitation, who.me.account_id, invitation_id)
    return onward("/invitations?done=revoked")


async def _list(who: Visit, *, fresh: str = "", error: str = "", status: int = 200) -> Response:
    mine = await who.house.database.read(accounts.invitations_of, who.me.account_id, now=who.now)
    shown = tuple(views.InvitationView(one, time_of(one), ends_at) for one, _, ends_at in mine)
    view = views.InvitationsPage(shown, fresh, error=error)
    return await page(who, "invitation/list.html", view, status=status, place="more", address="/invitations")


def _days(word: str) -> timedelta:
    if word not in {str(days) for days in DAYS}:
        raise Invalid("days", WRONG_DAYS)
    return timedelta(days=int(word))
