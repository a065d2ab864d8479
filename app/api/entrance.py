"""What every answer of the API shares: it may be read by web apps, is kept by nobody, and minds no last slash.

Web apps run at origins of their own, so their browsers must be told that they may read the answers (CORS). Never with
credentials: the token in the header is the only right, and a browser's cookies mean nothing here.
"""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_EVERYBODY = (b"access-control-allow-origin", b"*")
_SHARED = [
    _EVERYBODY,
    (b"access-control-expose-headers", b"Link, Retry-After"),
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
]  # fmt: skip
_PREFLIGHT = [
    _EVERYBODY,
    (b"access-control-allow-methods", b"GET, POST, PUT, PATCH, DELETE"),
    (b"access-control-allow-headers", b"Authorization, Content-Type, Idempotency-Key"),
    (b"access-control-max-age", b"86400"),
    (b"content-length", b"0"),
]
_METADATA = "/.well-known/oauth-authorization-server"


class Entrance:
    """ASGI around the whole house; touches only what is the API's."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or not _is_for_apps(scope["path"]):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._app(_without_last_slash(scope), receive, send)
        elif scope["method"] == "OPTIONS":
            await send({"type": "http.response.start", "status": 204, "headers": _PREFLIGHT})
            await send({"type": "http.response.body", "body": b""})
        else:
            await self._app(_without_last_slash(scope), receive, _sharing(send))


def _is_for_apps(path: str) -> bool:
    """The authorise page is a page for people, framed and read by nobody."""
    if path.startswith("/api/"):
        return True
    return path == _METADATA or (path.startswith("/oauth/") and not path.startswith("/oauth/authorize"))


def _without_last_slash(scope: Scope) -> Scope:
    path = scope["path"]
    return {**scope, "path": path.rstrip("/")} if path.endswith("/") else scope


def _sharing(send: Send) -> Send:
    async def share(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message["headers"], *_SHARED]
        await send(message)

    return share
