"""The member's own account, as an app sets it up."""

from fastapi import Request, Response

from app.accounts import queries as accounts
from app.accounts.actions.profiles import change_profile
from app.accounts.actions.reach import ask_before_follow, be_findable
from app.accounts.queries import AccountFacts
from app.api import entities
from app.api.answering import answer
from app.api.holding import Caller, house_of, signed_in
from app.api.reading import sent
from app.api.refusing import ApiRoute
from app.basics.errors import Invalid, NotFound
from app.doors.access import Access, Door
from app.doors.bodies import MOST_UPLOAD_BYTES

door = Door(route_class=ApiRoute)


@door.get("/api/v1/accounts/verify_credentials", access=Access.MEMBER)
async def verify_credentials(request: Request) -> Response:
    """Who the token is for."""
    me = await signed_in(request, "read:accounts", also="profile")
    return answer(entities.own_account(await _mine(request, me)))


@door.patch("/api/v1/accounts/update_credentials", access=Access.MEMBER)
async def update_credentials(request: Request) -> Response:
    """A display name, a note, `locked` (follows need a yes), `indexable` (posts are found). What isn't sent stays."""
    me = await signed_in(request, "write:accounts")
    form = await sent(request, most=MOST_UPLOAD_BYTES)
    if form.uploads("avatar") or form.uploads("header"):
        raise Invalid("avatar", "Every account has a tile of its own here; other pictures are not possible yet.")
    mine, house = await _mine(request, me), house_of(request)
    await house.database.write(
        change_profile,
        me.account_id,
        form.text("display_name", mine.display_name),
        form.text("note", mine.about_source),
        origin=house.settings.origin,
    )
    if "locked" in form:
        locked = form.truth("locked")
        await house.database.write(ask_before_follow, me.account_id, locked, origin=house.settings.origin)
    if "indexable" in form:
        findable = form.truth("indexable")
        await house.database.write(be_findable, me.account_id, findable, origin=house.settings.origin)
    return answer(entities.own_account(await _mine(request, me)))


@door.get("/api/v1/preferences", access=Access.MEMBER)
async def preferences(request: Request) -> Response:
    """What an app begins with: posts for this community, folded warnings."""
    await signed_in(request, "read:accounts")
    return answer(
        {
            "posting:default:visibility": "unlisted",
            "posting:default:quote_policy": "nobody",
            "posting:default:sensitive": False,
            "posting:default:language": None,
            "reading:expand:media": "default",
            "reading:expand:spoilers": False,
            "reading:autoplay:gifs": False,
        }
    )


async def _mine(request: Request, me: Caller) -> AccountFacts:
    found = await house_of(request).database.read(accounts.by_id, me.account_id)
    if found is None:
        raise NotFound
    return found
