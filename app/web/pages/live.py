"""`/live/…`: says to an open page how much is newer than what it shows, while it is looked at. Never what it is."""

import asyncio
import random
from collections.abc import AsyncIterator

from fastapi import Request, Response

from app.accounts.staying import session_pass
from app.basics.errors import NotFound
from app.doors.access import Access
from app.live.listener import Listener
from app.live.listeners import Listeners
from app.live.stream import COMMENT, EventStream
from app.web import forms, newer
from app.web.newer import Place
from app.web.routing import page_door
from app.web.visiting import Visit, member

door = page_door()

LASTS = 900.0
HEARTBEAT = 25.0
CALM = (0.5, 2.0)  # seconds in which more may come before it is counted, so that a busy hour stays cheap


@door.get("/live/{place:path}", access=Access.MEMBER)
async def listen(request: Request, place: str) -> Response:
    """`after`: the newest that the page shows. Sends a sentence such as “3 new”, an empty one when it is over."""
    who, found, after = await member(request), newer.place_called(place), _after(request)
    await found.count(who, after)  # a list that is not theirs is not there
    listeners: Listeners = request.app.state.listeners
    await listeners.hearing()
    listener = listeners.join(who.me.account_id, session_pass(who.secret), found.interests)
    return EventStream(listeners, listener, _sentences(who, listener, found, after), lasts=LASTS)


async def _sentences(who: Visit, listener: Listener, place: Place, after: int) -> AsyncIterator[bytes]:
    yield COMMENT
    said = ""
    while True:
        who = await newer.still_here(who)
        sentence = newer.in_words(who, await place.count(who, after))
        if sentence != said:
            yield f"data: {sentence}\n\n".encode()
            said = sentence
        while await listener.next(HEARTBEAT) is None:
            yield COMMENT
        await asyncio.sleep(random.uniform(*CALM))  # noqa: S311 - so that not all count at once
        listener.skip()


def _after(request: Request) -> int:
    try:
        return forms.the_id(request.query_params.get("after", ""))
    except NotFound:
        return 0
