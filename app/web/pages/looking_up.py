"""`POST /lookups`: finding somebody by their whole handle, here or at an ally. Nobody is ever proposed (P5)."""

from fastapi import Request, Response

from app.accounts import queries as accounts
from app.accounts.queries_between import seen_by
from app.basics.errors import NotFound
from app.doors.access import Access
from app.doors.limits import RESOLVE
from app.posts import queries as posts
from app.web import forms
from app.web.answering import onward
from app.web.pages.more import menu
from app.web.routing import page_door
from app.web.visiting import Visit, member
from app.web.words import N_
from federation import lookup

door = page_door()

NOBODY = N_("Nobody was found under that name. For somebody at an ally, write the whole of it: @name@ally.example")


@door.post("/lookups", access=Access.MEMBER)
async def look_up(request: Request) -> Response:
    """`who=@name@host`, or the address of a page or post; to their page, or back with a sentence."""
    who = await member(request)
    form = await forms.sent(who)
    who.limits.count(RESOLVE, str(who.me.account_id))
    found = await _found(who, form.text("who"))
    if found is None:
        return await menu(who, forms.typed(form, "who", NOBODY), status=404)
    return onward(found)


async def _found(who: Visit, words: str) -> str | None:
    """The page here of what the words name, if this member may see it."""
    words = words.strip()
    if "://" not in words:
        try:
            words = forms.the_handle(words)
        except NotFound:
            return None
    found = await lookup.find(who.envoy, words[:500])
    if found is None:
        return None
    if found.account_id is None:
        return await _post(who, found.post_id or 0)
    account = await who.house.database.read(accounts.present, found.account_id)
    try:
        return f"/@{(await who.house.database.read(seen_by, who.viewer, account)).handle}"
    except NotFound:
        return None


async def _post(who: Visit, post_id: int) -> str | None:
    try:
        return f"/posts/{(await who.house.database.read(posts.one, who.viewer, post_id)).id}"
    except NotFound:
        return None
