"""The WebSocket that apps in browsers listen with: they subscribe to streams by messages, and unsubscribe.

Browsers let no app send a header with it, so the token comes in the address or as the subprotocol, here and nowhere
else. Whoever has none is refused before anything is accepted.
"""

import asyncio
import contextlib

import msgspec
from fastapi import Request
from starlette.websockets import WebSocket, WebSocketDisconnect

from app.accounts.staying import token_pass
from app.api.holding import LONGEST_TOKEN, bearer, signed_in
from app.api.refusing import OutsideScopes, refusal
from app.api.streams import HEARTBEAT, LASTS, Event, Stream, stream_called, whose
from app.basics.clock import now
from app.basics.errors import Invalid, ParasolError
from app.basics.ids import id_at
from app.doors.bodies import query_form
from app.live.listener import Ended, Interest, Listener
from app.live.listeners import Listeners
from app.live.news import News
from app.live.stream import until_one_is_done

MOST_STREAMS = 20
_BREATH = 0.1  # seconds between two messages that are obeyed
_PATIENCE = 1.0
_SERVICE_RESTART = 1012  # RFC 6455's registry: come again


class Said(msgspec.Struct):
    """What an app says. `type`: subscribe or unsubscribe."""

    type: str
    stream: str = ""
    tag: str = ""
    list: str | int = ""


class Talk:
    """One socket with the streams that it is subscribed to."""

    def __init__(self, socket: WebSocket, request: Request, listener: Listener) -> None:
        self._socket = socket
        self._request = request
        self._listener = listener
        self._streams: dict[tuple[str, ...], Stream] = {}

    async def subscribe(self, said: Said) -> None:
        """Raises what the stream's own list raises for this token."""
        stream = _stream(said)
        if stream.name in self._streams:
            return
        if len(self._streams) >= MOST_STREAMS:
            raise Invalid("stream", f"At most {MOST_STREAMS} streams.")
        await stream.must_be_allowed(self._request)
        self._streams[stream.name] = stream
        self._listener.interests |= stream.interests

    def unsubscribe(self, said: Said) -> None:
        self._streams.pop(_stream(said).name, None)
        self._listener.interests = Interest(0)
        for stream in self._streams.values():
            self._listener.interests |= stream.interests

    async def obey(self) -> None:
        """Do what the app says, one message after the other, until it hangs up."""
        while True:
            message = await self._socket.receive()
            if message["type"] != "websocket.receive":
                return
            try:
                await self._do(message.get("text") or "")
            except ParasolError as error:
                await self._socket.send_text(_json({"error": error.safe, "status": error.status}))
            await asyncio.sleep(_BREATH)

    async def pass_on(self) -> None:
        """Send what happens, until the listener is ended or the token means nothing any more."""
        with contextlib.suppress(Ended, ParasolError, WebSocketDisconnect):
            while True:
                what = await self._listener.next(HEARTBEAT)
                if what is not None:
                    await self._tell(what)

    async def _tell(self, what: News) -> None:
        for stream in tuple(self._streams.values()):
            for event in await stream.events(self._request, self._listener, what):
                await self._socket.send_text(_json(_envelope(stream, event)))

    async def _do(self, text: str) -> None:
        try:
            said = msgspec.json.decode(text, type=Said)
        except msgspec.DecodeError:
            raise Invalid("type", "That is no message of a kind that is known here.") from None
        match said.type:
            case "subscribe":
                await self.subscribe(said)
            case "unsubscribe":
                self.unsubscribe(said)
            case _:
                raise Invalid("type", "Subscribe or unsubscribe.")


async def talk(socket: WebSocket) -> None:
    """A member's app listens to what it subscribes to; `stream` in the address is the first of it."""
    request, protocol = _as_a_request(socket)
    listeners: Listeners = socket.app.state.listeners
    try:
        with contextlib.suppress(OutsideScopes):  # each stream asks for its own
            await signed_in(request, "read:statuses")
        account_id = await whose(request)
        await listeners.hearing()
        listener = listeners.join(account_id, token_pass(bearer(request)), Interest(0))
    except ParasolError as error:
        await socket.send_denial_response(refusal(error))
        return
    try:
        await _talk(socket, Talk(socket, request, listener), listener, _first(request), protocol)
    finally:
        listeners.leave(listener)


async def _talk(socket: WebSocket, talk: Talk, listener: Listener, first: Said | None, protocol: str) -> None:
    try:
        if first is not None:
            await talk.subscribe(first)
    except ParasolError as error:
        await socket.send_denial_response(refusal(error))
        return
    await socket.accept(protocol or None)
    obeying, sending = asyncio.create_task(talk.obey()), asyncio.create_task(talk.pass_on())
    await until_one_is_done(obeying, sending, listener=listener, lasts=LASTS)
    with contextlib.suppress(TimeoutError, RuntimeError, WebSocketDisconnect):
        async with asyncio.timeout(_PATIENCE):
            await socket.close(_SERVICE_RESTART)


def _first(request: Request) -> Said | None:
    given = query_form(request)
    return (
        Said("subscribe", given.text("stream"), given.text("tag"), given.text("list")) if given.text("stream") else None
    )


def _as_a_request(socket: WebSocket) -> tuple[Request, str]:
    """The same as a request whose token stands where it belongs; and the subprotocol to answer with, if it was that."""
    asked = Request({**socket.scope, "type": "http", "method": "GET"})
    token, protocol = bearer(asked), ""
    if not token:
        token = query_form(asked).text("access_token")
    if not token and socket.scope["subprotocols"]:
        token = protocol = socket.scope["subprotocols"][0]
    headers = [(name, value) for name, value in socket.scope["headers"] if name != b"authorization"]
    if token and token.isascii() and len(token) <= LONGEST_TOKEN:
        headers.append((b"authorization", b"Bearer " + token.encode()))
    return Request({**asked.scope, "headers": headers}), protocol


def _stream(said: Said) -> Stream:
    return stream_called(said.stream, {"tag": said.tag, "list": str(said.list)}, newest=id_at(now()))


def _envelope(stream: Stream, event: Event) -> dict[str, object]:
    envelope: dict[str, object] = {"stream": stream.name, "event": event.name}
    return {**envelope, "payload": event.payload.decode()} if event.payload else envelope


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
