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
from app.posts import readying, talks
from app.posts.actions import previewing, scheduling
from app.posts.actions.idempotency import written_before
from app.posts.actions.writing import Draft
from app.posts.begun import Begun, Earlier, NoLongerKept
from app.storage.sealing import SealBroken
from app.timelines import posting
from app.web import forms, moments
from app.web.answering import onward
from app.web.begun import begun_in, earlier_in, form_of, sending_of
from app.web.forms import StaleForm
from app.web.pages import uploading
from app.web.pages.uploading import Taken
from app.web.previewing import asks_for_one, preview_view
from app.web.quotes import to_quote
from app.web.routing import page_door
from app.web.visiting import Visit, member
from app.web.write_form import as_what_is_answered, parent_if_there, parent_of, reply_to, show_form

door = page_door()

Acts = Callable[[Visit, Form, Taken], Awaitable[Response]]
Refuses = Callable[[Visit, Form, Taken, ParasolError], Awaitable[Response]]


@door.get("/write", access=Access.MEMBER)
async def show_write(request: Request) -> Response:
    """An empty page, or with what was begun: `?reply=`, `?quote=`, `?audience=`, `?to=`, `?draft=`, `?scheduled=`."""
    who, asked = await member(request), request.query_params
    if asked.get("draft"):
        return await _go_on_with_draft(who, forms.the_id(asked["draft"]))
    if asked.get("scheduled"):
        return await _change_scheduled(who, forms.the_id(asked["scheduled"]))
    answering, wanted = asked.get("reply", ""), asked.get("audience", "")
    parent = await parent_of(who, forms.the_id(answering) if answering else None)
    named = {"text": [f"@{forms.the_handle(asked['to'])} "]} if asked.get("to") else {}
    filled = {**as_what_is_answered(who, parent), **named, **({"audience": [wanted]} if wanted else {})}
    return await show_form(who, parent, Form({**filled, **await to_quote(who, asked.get("quote", ""))}))


@door.post("/posts", access=Access.MEMBER)
async def write_post(request: Request) -> Response:
    return await after_taking_pictures(request, _write, _written_before)


Done = Callable[[Visit, Form], Awaitable[Response | None]]


async def after_taking_pictures(
    request: Request, act: Acts, done: Done | None = None, *, again: Refuses | None = None
) -> Response:
    """Pictures first: each is cleaned and kept, so that a mistake in the text does not lose them.

    Then `act` does with the form what its button says; `again` shows it with what was refused, on the Write page if
    not said otherwise. `done`: where it led when it was done before, asked where a picture is not there any more,
    perhaps because it is in what was posted then.
    """
    who, again = await member(request), again or _again
    try:
        form = await forms.sent(who, uploading.MOST_IN_ALL, most_file=uploading.MAX_BYTES)
    except StaleForm as stale:
        return await again(who, stale.form, Taken(), stale)
    taken = await uploading.taken(who, form)
    if taken.trouble is not None:
        earlier = await done(who, form) if done is not None and isinstance(taken.trouble, NotFound) else None
        return earlier or await again(who, form, taken, taken.trouble)
    try:
        return await act(who, form, taken)
    except ParasolError as error:
        return await again(who, form, taken, error)


async def _write(who: Visit, form: Form, taken: Taken) -> Response:
    """Now, or at the moment that was filled in; or only to be looked at."""
    goes_at = moments.moment_in(form.text("later"))
    begun, earlier = begun_in(who, form, taken), await earlier_in(who, form)
    if asks_for_one(who, form):
        return await _show(who, form, taken, begun, goes_at, earlier)
    await count_act(who.request, Act.WRITE, who.me.account_id, now=who.now)
    if goes_at is not None:
        await _schedule(who, begun, goes_at, earlier)
        return onward("/scheduled?done=scheduled")
    draft = scheduling.as_it_is_posted(begun)
    async with readying.opened_for_posting(who.house, who.me.account_id, earlier, begun.picture_ids) as ready:
        post_id = await post_once(who, replace(draft, earlier=ready))
    return await _posted(who, post_id, form)


async def _written_before(who: Visit, form: Form) -> Response | None:
    """The same form sent twice, a picture in it, lands where the first did."""
    once, read = sending_of(form), who.house.database.read
    found = None if asks_for_one(who, form) else await read(written_before, who.me.account_id, once, now=who.now)
    return None if found is None else await _posted(who, found, form)


async def _posted(who: Visit, post_id: int, form: Form) -> Response:
    """Where it stands: in its conversation, among what it answers, or at home. Below it again, for whoever goes on."""
    if form.truth("go_on"):
        return onward(f"/write?reply={post_id}&done=posted")
    talk = await who.house.database.read(talks.of_message, who.viewer, post_id)
    if talk is not None:
        return onward(f"/messages/{talk}?done=posted#answer")
    return onward(f"/posts/{post_id}?done=posted#p{post_id}" if reply_to(form) else f"/?done=posted#p{post_id}")


async def _show(
    who: Visit, form: Form, taken: Taken, begun: Begun, goes_at: datetime | None, earlier: Earlier
) -> Response:
    """What others would get, and the form below it as it was sent."""
    draft, read = replace(scheduling.as_it_is_posted(begun), earlier=earlier), who.house.database.read
    origin = who.house.settings.origin
    found = await read(previewing.preview, who.me.account_id, draft, goes_at, origin=origin, now=who.now)
    parent, gone = await parent_if_there(who, begun.reply_to)
    return await show_form(who, parent, form, taken, note=gone, preview=await preview_view(who, found, goes_at))


async def post_once(who: Visit, draft: Draft) -> int:
    """Its id, also where the same form was sent before."""
    origin, key, write = who.house.settings.origin, who.house.key, who.house.database.write
    me = who.me.account_id
    try:
        return await write(posting.post, me, draft, origin=origin, key=key, now=who.now)
    except NoLongerKept:
        raise
    except Conflict:  # The same form was sent twice at once: the other one is written by now.
        return await write(posting.post, me, draft, origin=origin, key=key, now=who.now)


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
