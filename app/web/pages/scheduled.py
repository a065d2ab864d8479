"""`/scheduled`: what goes by itself and when. It lies under the house key until then (P10)."""

from contextlib import suppress
from datetime import timedelta

from fastapi import Request, Response

from app.basics.errors import Invalid
from app.doors.access import Access
from app.posts import begun as reading
from app.posts.actions import scheduling
from app.posts.begun import Begun, Waiting
from app.storage.sealing import SealBroken
from app.web import forms, moments, views
from app.web.answering import onward, page
from app.web.begun import first_words
from app.web.render import words_in
from app.web.routing import page_door
from app.web.views import Field
from app.web.visiting import Visit, member

door = page_door()


@door.get("/scheduled", access=Access.MEMBER)
async def show_scheduled(request: Request) -> Response:
    return await _list(await member(request))


@door.post("/scheduled/{post}/moment", access=Access.MEMBER)
async def change_moment(request: Request, post: str) -> Response:
    who, post_id = await member(request), forms.the_id(post)
    form = await forms.sent(who)
    try:
        moment = moments.moment_in(form.text("later"))
        if moment is None:
            raise Invalid("later", moments.UNREADABLE)
        await who.house.database.write(scheduling.move, who.me.account_id, post_id, moment, now=who.now)
    except Invalid as error:
        await who.house.database.read(reading.waiting, who.me.account_id, post_id)
        return await _list(who, {post_id: forms.typed(form, "later", error.safe)}, status=error.status)
    return onward("/scheduled?done=moved")


@door.get("/scheduled/{post}/deletion", access=Access.MEMBER)
async def show_deletion(request: Request, post: str) -> Response:
    who, post_id = await member(request), forms.the_id(post)
    found = await who.house.database.read(reading.waiting, who.me.account_id, post_id)
    view = views.ScheduledDeletionPage(_shown(who, found))
    return await page(who, "scheduled/deletion.html", view, place="more")


@door.post("/scheduled/{post}/deletion", access=Access.MEMBER)
async def delete_scheduled(request: Request, post: str) -> Response:
    who, post_id = await member(request), forms.the_id(post)
    await forms.sent(who)
    key, write = who.house.key, who.house.database.write
    await write(scheduling.unschedule, who.me.account_id, post_id, key=key, now=who.now)
    return onward("/scheduled?done=unscheduled")


async def _list(who: Visit, typed: dict[int, Field] | None = None, *, status: int = 200) -> Response:
    found = await who.house.database.read(reading.waiting_of, who.me.account_id)
    shown = tuple(_shown(who, one, (typed or {}).get(one.id)) for one in found)
    view = views.ScheduledPage(
        shown,
        clock=moments.clock(who.now),
        soonest=moments.as_typed(who.now + scheduling.SOONEST + timedelta(minutes=1)),
        latest=moments.as_typed(who.now + scheduling.LATEST),
    )
    return await page(who, "scheduled/list.html", view, status=status, place="more", address="/scheduled")


def _shown(who: Visit, waiting: Waiting, typed: Field | None = None) -> views.ScheduledView:
    begun = Begun("")
    with suppress(SealBroken):
        begun = waiting.opened(who.house.key)
    return views.ScheduledView(
        waiting.id,
        when=moments.spoken(words_in(who.language), waiting.goes_at, who.now),
        later=typed or Field(moments.as_typed(waiting.goes_at)),
        words=first_words(begun),
        warning=begun.warning,
        language=begun.language,
        audience=begun.audience,
        pictures=len(begun.pictures),
        answers=begun.reply_to is not None,
        asks=begun.poll is not None,
    )
