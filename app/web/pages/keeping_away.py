"""Keeping away from somebody: the buttons on their page, and `/settings/people`, the list of all of it.

Nobody is told. Whoever has blocked a member is not there for that member: their page answers like nobody's.
"""

from datetime import timedelta
from typing import Final

from fastapi import Request, Response

from app.accounts import queries as accounts
from app.accounts import queries_between as between
from app.accounts.actions import blocking, following
from app.accounts.queries import AccountFacts
from app.basics.errors import Invalid, NotFound
from app.doors.access import Access
from app.doors.bodies import Form
from app.storage import Session
from app.web import forms, showing, views
from app.web.answering import onward, page
from app.web.routing import page_door
from app.web.visiting import Visit, member
from app.web.words import N_

door = page_door()

A_PAGE: Final = 40
NO_SUCH_TIME = N_("Please choose for how long.")

# What the field `lasts` may hold; nothing for as long as wished.
LASTS: Final = {
    "always": None,
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(days=7),
    "month": timedelta(days=30),
}


@door.post("/@{handle}/block", access=Access.MEMBER)
async def block(request: Request, handle: str) -> Response:
    """`block=1` or `block=0`."""
    who, form, wanted = await _asked(request, "block")
    await who.house.database.write(_block if wanted else _end_block, who, forms.the_handle(handle))
    return _back(form, handle, "blocked" if wanted else "block-ended")


@door.post("/@{handle}/mute", access=Access.MEMBER)
async def mute(request: Request, handle: str) -> Response:
    """`mute=1` with `lasts` and perhaps `notifications=1`, or `mute=0`."""
    who, form, wanted = await _asked(request, "mute")
    if wanted and form.text("lasts") not in LASTS:
        raise Invalid("lasts", NO_SUCH_TIME)
    await who.house.database.write(_mute if wanted else _end_mute, who, forms.the_handle(handle), form)
    return _back(form, handle, "muted" if wanted else "mute-ended")


@door.post("/@{handle}/boosts", access=Access.MEMBER)
async def boosts(request: Request, handle: str) -> Response:
    """`boosts=0` hides what they boost, `boosts=1` shows it again."""
    who, form, wanted = await _asked(request, "boosts")
    await who.house.database.write(_show_boosts, who, forms.the_handle(handle), wanted)
    return _back(form, handle, "boosts-shown" if wanted else "boosts-hidden")


@door.post("/settings/houses/{ally}", access=Access.MEMBER)
async def block_house(request: Request, ally: str) -> Response:
    """`block=1`: nothing of that ally's people any more; `block=0` ends it."""
    who, form, wanted = await _asked(request, "block")
    act = blocking.block_house if wanted else blocking.end_house_block
    await who.house.database.write(act, who.me.account_id, forms.the_id(ally))
    return _back(form, "", "house-blocked" if wanted else "house-block-ended")


@door.get("/settings/people", access=Access.MEMBER)
async def show_people(request: Request) -> Response:
    who = await member(request)
    view = await who.house.database.read(_people, who.me.account_id, forms.before(request), _muted_before(request))
    return await page(who, "settings/people.html", view, place="more")


async def _asked(request: Request, name: str) -> tuple[Visit, Form, bool]:
    """The member, what they sent, and whether that button says yes."""
    who = await member(request)
    form = await forms.sent(who)
    return who, form, forms.pressed(form, name)


def _back(form: Form, handle: str, done: str) -> Response:
    back = forms.local(form.text("back"), f"/@{forms.the_handle(handle)}" if handle else "/settings/people")
    return onward(f"{back}{'&' if '?' in back else '?'}done={done}")


def _block(session: Session, who: Visit, handle: str) -> None:
    blocking.block(session, who.me.account_id, _theirs(session, who, handle), now=who.now)


def _end_block(session: Session, who: Visit, handle: str) -> None:
    blocking.end_block(session, who.me.account_id, _theirs(session, who, handle))


def _mute(session: Session, who: Visit, handle: str, form: Form) -> None:
    lasts = LASTS[form.text("lasts")]
    blocking.mute(
        session,
        who.me.account_id,
        _theirs(session, who, handle),
        notifications=form.text("notifications") == "1",
        until=None if lasts is None else who.now + lasts,
        now=who.now,
    )


def _end_mute(session: Session, who: Visit, handle: str, form: Form) -> None:
    blocking.end_mute(session, who.me.account_id, _theirs(session, who, handle))


def _show_boosts(session: Session, who: Visit, handle: str, wanted: bool) -> None:
    following.show_boosts(session, who.me.account_id, _theirs(session, who, handle), wanted=wanted)


def _theirs(session: Session, who: Visit, handle: str) -> int:
    """Somebody who is there for the member, or from whom the member keeps away already; raises NotFound."""
    account = accounts.by_handle(session, handle, who.house.settings.host)
    if account is None:
        raise NotFound
    if not between.keeps_away_from(session, who.me.account_id, account.id):
        between.seen_by(session, who.viewer, account)
    return account.id


def _people(session: Session, me: int, before: int | None, muted_before: int | None) -> views.PeoplePage:
    blocked = between.whom_i_block(session, me, before=before, limit=A_PAGE + 1)
    muted = between.whom_i_mute(session, me, before=muted_before, limit=A_PAGE + 1)
    return views.PeoplePage(
        blocked=tuple(showing.account_view(one) for one in blocked[:A_PAGE]),
        muted=tuple(
            views.MutedView(showing.account_view(one.account), one.until, one.notifications) for one in muted[:A_PAGE]
        ),
        houses=tuple(views.HouseView(one.ally_id, one.host) for one in between.houses_i_block(session, me)),
        more_blocked=_more("before", blocked),
        more_muted=_more("muted", [one.account for one in muted]),
    )


def _more(name: str, found: list[AccountFacts]) -> str:
    return f"/settings/people?{name}={found[A_PAGE - 1].id}" if len(found) > A_PAGE else ""


def _muted_before(request: Request) -> int | None:
    try:
        return forms.the_id(request.query_params.get("muted", ""))
    except NotFound:
        return None
