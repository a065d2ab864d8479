"""`/write` and `POST /posts`: nothing typed is ever lost, and a double tap posts once."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime

from fastapi import Request, Response

from app.basics.errors import Conflict, NotFound, ParasolError
from app.doors.access import Access
from app.doors.bodies import Form
from app.doors.pace import Act, count_act
from app.posts import begun as reading
from app.posts import readying
from app.posts.actions import scheduling
from app.posts.actions.writing import Draft
from app.posts.begun import Begun, Earlier, NoLongerKept
from app.storage.sealing import SealBroken
from app.timelines import posting
from app.web import forms, moments
from app.web.answering import onward
from app.web.begun import begun_in, earlier_in, form_of
from app.web.forms import StaleForm
from app.web.pages import uploading
from app.web.pages.uploading import Taken
from app.web.routing import page_door
from app.web.visiting import Visit, member
from app.web.write_form import parent_if_there, parent_of, reply_to, show_form

door = page_door()


@door.get("/write", access=Access.MEMBER)
async def show_write(request: Request) -> Response:
    """An empty page, or with what was begun: `?reply=`, `?audience=`, `?draft=`, `?scheduled=`."""
    who, asked = await member(request), request.query_params
    if asked.get("draft"):
        return await _go_on_with_draft(who, forms.the_id(asked["draft"]))
    if asked.get("scheduled"):
        return await _change_scheduled(who, forms.the_id(asked["scheduled"]))
    answering, wanted = asked.get("reply", ""), asked.get("audience", "")
    parent = await parent_of(who, forms.the_id(answering) if answering else None)
    return await show_form(who, parent, Form({"audience": [wanted]} if wanted else {}))


@door.post("/posts", access=Access.MEMBER)
async def write_post(request: Request) -> Response:
    return await after_taking_pictures(request, _write)


async def after_taking_pictures(request: Request, act: Callable[[Visit, Form, Taken], Awaitable[str]]) -> Response:
    """Pictures first: each is cleaned and kept, so that a mistake in the text does not lose them.

    Then `act` does with the form what its button says and tells where that leads; what it refuses stands in the form.
    """
    who = await member(request)
    try:
        form = await forms.sent(who, uploading.MOST_IN_ALL, most_file=uploading.MAX_BYTES)
    except StaleForm as stale:
        return await _again(who, stale.form, Taken(), stale)
    taken = await uploading.taken(who, form)
    if taken.trouble is not None:
        return await _again(who, form, taken, taken.trouble)
    try:
        return onward(await act(who, form, taken))
    except ParasolError as error:
        return await _again(who, form, taken, error)


async def _write(who: Visit, form: Form, taken: Taken) -> str:
    """Now, or at the moment that was filled in."""
    goes_at = moments.moment_in(form.text("later"))
    begun, earlier = begun_in(who, form, taken), await earlier_in(who, form)
    await count_act(who.request, Act.WRITE, who.me.account_id, now=who.now)
    if goes_at is not None:
        await _schedule(who, begun, goes_at, earlier)
        return "/scheduled?done=scheduled"
    draft = scheduling.as_it_is_posted(begun)
    async with readying.opened_for_posting(who.house, who.me.account_id, earlier, begun.picture_ids) as ready:
        await _post(who, replace(draft, earlier=ready))
    return "/?done=posted"


async def _post(who: Visit, draft: Draft) -> None:
    origin, key, write = who.house.settings.origin, who.house.key, who.house.database.write
    me = who.me.account_id
    try:
        await write(posting.post, me, draft, origin=origin, key=key, now=who.now)
    except NoLongerKept:
        raise
    except Conflict:  # The same form was sent twice at once: the other one is written by now.
        await write(posting.post, me, draft, origin=origin, key=key, now=who.now)


async def _schedule(who: Visit, begun: Begun, goes_at: datetime, earlier: Earlier) -> None:
    origin, key, write = who.house.settings.origin, who.house.key, who.house.database.write
    me = who.me.account_id
    await write(scheduling.schedule, me, begun, goes_at, earlier, origin=origin, key=key, now=who.now)


async def _go_on_with_draft(who: Visit, draft_id: int) -> Response:
    """A session that cannot open it is told so where drafts are."""
    kept, member_key = await who.house.database.read(reading.draft, who.me.account_id, draft_id), await who.member_key()
    read = None if member_key is None else kept.opened(member_key)
    if read is None:
        return onward("/drafts")
    return await _as_it_was(who, read, form_of(read, draft=str(draft_id)))


async def _change_scheduled(who: Visit, scheduled_id: int) -> Response:
    waiting = await who.house.database.read(reading.waiting, who.me.account_id, scheduled_id)
    try:
        read = waiting.opened(who.house.key)
    except SealBroken:
        return onward("/scheduled")
    form = form_of(read, scheduled=str(scheduled_id), later=moments.as_typed(waiting.goes_at))
    return await _as_it_was(who, read, form)


async def _as_it_was(who: Visit, read: Begun, form: Form) -> Response:
    parent, gone = await parent_if_there(who, read.reply_to)
    return await show_form(who, parent, form, await uploading.kept_before(who, read.pictures), note=gone)


async def _again(who: Visit, form: Form, taken: Taken, error: ParasolError) -> Response:
    try:
        parent, _ = await parent_if_there(who, reply_to(form))
    except NotFound:
        parent = None
    return await show_form(who, parent, form, taken, error)
