"""`/desk`: what people asked the community to look at, for moderators and stewards, and how much each carries."""

from datetime import timedelta

from fastapi import Request, Response

from app.accounts.rules import must_be_moderator
from app.basics.errors import NotFound
from app.doors.access import Access
from app.web import forms
from app.web.answering import onward, page
from app.web.desk_shown import due_view, line_view, load_view
from app.web.routing import page_door
from app.web.views.desk import DeskPage, LoadPage
from app.web.visiting import Visit, member
from moderation.cases import desk_choices, desk_decided, queue
from moderation.cases.queue import COUNTED, Which
from moderation.decided import queries as decided

door = page_door()

ADDRESS = "/desk"


@door.get(ADDRESS, access=Access.MEMBER)
async def show_queue(request: Request) -> Response:
    """`which`: all, mine, nobodys or second; `after`: the number of the case that the page before ended with."""
    who, which = await moderator(request), _which(request)
    read, key = who.house.database.read, who.house.key
    found = await read(queue.queue, who.viewer, key=key, which=which, after=_after(request), limit=queue.A_PAGE + 1)
    shown = found[: queue.A_PAGE]
    first = which is Which.ALL and not _after(request)
    due = await read(decided.to_look_at_again, who.now, not_about=who.me.account_id) if first else ()
    view = DeskPage(
        cases=tuple(line_view(line, who.me.account_id) for line in shown),
        which=which.value,
        count=await read(queue.how_many, who.viewer, key=key, which=which),
        counted=COUNTED,
        further=f"{ADDRESS}?which={which}&after={shown[-1].number}" if len(found) > len(shown) else "",
        due=tuple(due_view(one) for one in due if one.case_number),
        without_pictures=await read(desk_choices.is_without_pictures, who.viewer),
    )
    return await page(who, "desk/queue.html", view, place="more")


@door.get(ADDRESS + "/load", access=Access.MEMBER)
async def show_load(request: Request) -> Response:
    """To share it fairly: for moderators alone."""
    who = await moderator(request)
    since = who.now - timedelta(days=desk_decided.LATELY)
    found = await who.house.database.read(desk_decided.load, who.viewer, since=since)
    view = LoadPage(tuple(load_view(one) for one in found), desk_decided.LATELY)
    return await page(who, "desk/load.html", view, place="more")


@door.post(ADDRESS + "/pictures", access=Access.MEMBER)
async def choose_pictures(request: Request) -> Response:
    """`without_pictures=1`: this moderator is shown none, however they ask."""
    who = await moderator(request)
    without = forms.pressed(await forms.sent(who), "without_pictures")
    await who.house.database.write(desk_choices.look_without_pictures, who.viewer, without)
    return onward(f"{ADDRESS}?done=kept")


async def moderator(request: Request) -> Visit:
    """The visit of somebody who looks after the house; raises NotSignedIn, Forbidden."""
    who = await member(request)
    must_be_moderator(who.me.role)
    return who


def _which(request: Request) -> Which:
    """A filter that nobody made is no filter."""
    word = request.query_params.get("which", "")
    return Which(word) if word in set(Which) else Which.ALL


def _after(request: Request) -> int:
    try:
        return forms.the_id(request.query_params.get("after", ""))
    except NotFound:
        return 0
