"""`/house/moderators`: who looks after this house, for every member; and standing one of them down, at once."""

from fastapi import Request, Response

from app.accounts import rules
from app.accounts.card import tile_of
from app.basics.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from app.doors.access import Access
from app.doors.bodies import Form
from app.web import forms, views
from app.web.answering import onward, page
from app.web.forms import StaleForm
from app.web.routing import page_door
from app.web.views import Field
from app.web.views.keepers import KeepersPage, KeeperView, StandingDownPage, StoodDownView
from app.web.visiting import Visit, member
from moderation.standing_down import queries
from moderation.standing_down.actions import Choice, stand_down
from moderation.standing_down.queries import Keeper

door = page_door()

ADDRESS = "/house/moderators"
ONE = ADDRESS + "/{account}/standing-down"


@door.get(ADDRESS, access=Access.MEMBER)
async def show_keepers(request: Request) -> Response:
    who = await member(request)
    found = await who.house.database.read(queries.keepers, who.viewer)
    before = await who.house.database.read(queries.stood_down, who.viewer)
    view = KeepersPage(
        tuple(KeeperView(one.account_id, _account(one), one.role, _may(who, one)) for one in found),  # type: ignore[arg-type]
        tuple(StoodDownView(one.name, one.role, one.by, one.at) for one in before),  # type: ignore[arg-type]
    )
    return await page(who, "keeper/list.html", view, place="more", address=ADDRESS)


@door.get(ONE, access=Access.MEMBER)
async def ask_first(request: Request, account: str) -> Response:
    who, account_id = await member(request), forms.the_id(account)
    rules.must_be_moderator(who.me.role)
    return await _page(who, account_id, Choice())


@door.post(ONE, access=Access.MEMBER)
async def do_it(request: Request, account: str) -> Response:
    who, account_id = await member(request), forms.the_id(account)
    rules.must_be_moderator(who.me.role)
    try:
        form = await forms.sent(who)
    except StaleForm as stale:
        return await _page(who, account_id, _choice(stale.form), stale)
    choice = _choice(form)
    try:
        await who.house.database.write(stand_down, who.viewer, account_id, choice, key=who.house.key, now=who.now)
    except (Invalid, Refused, Forbidden, Conflict) as error:
        return await _page(who, account_id, choice, error)
    return onward(f"{ADDRESS}?done=stood-down")


def _choice(form: Form) -> Choice:
    return Choice(ends_sessions=form.text("sessions") == "1", hand_to=form.text("hand_to"))


async def _page(
    who: Visit, account_id: int, choice: Choice, error: Refused | Forbidden | Conflict | None = None
) -> Response:
    found = {one.account_id: one for one in await who.house.database.read(queries.keepers, who.viewer)}
    one = found.get(account_id)
    if one is None:
        raise error or NotFound
    if error is None and not _may(who, one):
        raise Forbidden
    in_field = error.safe if isinstance(error, Invalid) else ""
    view = StandingDownPage(
        id=account_id,
        account=_account(one),
        role=one.role,  # type: ignore[arg-type]
        is_me=account_id == who.me.account_id,
        sessions=choice.ends_sessions,
        hand_to=Field(choice.hand_to, in_field),
        others=tuple(other.name for other in found.values() if other.account_id != account_id),
        trouble="" if error is None or in_field else error.safe,
    )
    status = 200 if error is None else error.status
    return await page(who, "keeper/standing_down.html", view, status=status, place="more")


def _may(who: Visit, one: Keeper) -> bool:
    """Whether the button is offered; the act asks again."""
    return who.viewer.is_steward or (who.viewer.is_moderator and one.role == "moderator")


def _account(one: Keeper) -> views.AccountView:
    return views.AccountView(one.name, one.display_name, tile_of(one.uri))
