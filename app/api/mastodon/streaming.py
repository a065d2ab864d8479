"""Listening, as server-sent events (`GET /api/v1/streaming/…`) and over a WebSocket (`/api/v1/streaming`).

For members alone, public lists too. A stream ends with its token, and by itself after about an hour: apps come again.
"""

from collections.abc import AsyncIterator

from fastapi import Request, Response

from app.accounts.staying import token_pass
from app.api.holding import bearer
from app.api.reading import asked
from app.api.refusing import ApiRoute
from app.api.sockets import talk
from app.api.streams import HEARTBEAT, LASTS, Event, Stream, stream_called, whose
from app.basics.clock import now
from app.basics.ids import id_at
from app.doors.access import Access, Door
from app.live.listener import Listener
from app.live.listeners import Listeners
from app.live.stream import COMMENT, EventStream

door = Door(route_class=ApiRoute)


@door.get("/api/v1/streaming/user", access=Access.MEMBER)
async def user(request: Request) -> Response:
    """Home, and what the member is told where the token may read it."""
    return await _listen(request, "user")


@door.get("/api/v1/streaming/user/notification", access=Access.MEMBER)
async def told(request: Request) -> Response:
    """What the member is told alone."""
    return await _listen(request, "user:notification")


@door.get("/api/v1/streaming/public", access=Access.MEMBER)
async def public(request: Request) -> Response:
    """This community and what came from allies; `only_media`."""
    return await _listen(request, "public" + _media(request))


@door.get("/api/v1/streaming/public/local", access=Access.MEMBER)
async def local(request: Request) -> Response:
    """This community; `only_media`."""
    return await _listen(request, "public:local" + _media(request))


@door.get("/api/v1/streaming/public/remote", access=Access.MEMBER)
async def remote(request: Request) -> Response:
    """From allies; `only_media`."""
    return await _listen(request, "public:remote" + _media(request))


@door.get("/api/v1/streaming/hashtag", access=Access.MEMBER)
async def hashtag(request: Request) -> Response:
    """`tag`."""
    return await _listen(request, "hashtag")


@door.get("/api/v1/streaming/hashtag/local", access=Access.MEMBER)
async def local_hashtag(request: Request) -> Response:
    """`tag`, of this community."""
    return await _listen(request, "hashtag:local")


@door.get("/api/v1/streaming/list", access=Access.MEMBER)
async def one_list(request: Request) -> Response:
    """`list`, one of the member's own."""
    return await _listen(request, "list")


@door.get("/api/v1/streaming/direct", access=Access.MEMBER)
async def direct(request: Request) -> Response:
    """Conversations."""
    return await _listen(request, "direct")


door.both_ways("/api/v1/streaming", access=Access.MEMBER)(talk)


async def _listen(request: Request, name: str) -> Response:
    """Raises what the list's own route raises, and Unavailable when too many listen."""
    me, form = await whose(request), asked(request)
    stream = stream_called(name, {"tag": form.text("tag"), "list": form.text("list")}, newest=id_at(now()))
    await stream.must_be_allowed(request)
    listeners: Listeners = request.app.state.listeners
    await listeners.hearing()
    listener = listeners.join(me, token_pass(bearer(request)), stream.interests)
    return EventStream(listeners, listener, _sent(request, listener, stream), lasts=LASTS)


async def _sent(request: Request, listener: Listener, stream: Stream) -> AsyncIterator[bytes]:
    yield COMMENT
    while True:
        what = await listener.next(HEARTBEAT)
        if what is None:
            yield b":thump\n\n"
            continue
        for event in await stream.events(request, listener, what):
            yield _line(event)


def _line(event: Event) -> bytes:
    return b"event: " + event.name.encode() + b"\ndata: " + (event.payload or b"undefined") + b"\n\n"


def _media(request: Request) -> str:
    return ":media" if asked(request).truth("only_media") else ""
