"""Straight to the routes whose path is a fixed word. The router asks them one after the other, a hundred by now."""

from collections.abc import Sequence

from fastapi import FastAPI
from starlette.routing import Match, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from app.doors.access import every_route


def put_up(app: FastAPI) -> None:
    """Call it when every door is mounted: whatever was found by asking is found again, only sooner."""
    routes = [route for route in every_route(app.routes) if isinstance(route, Route)]
    app.router.middleware_stack = Signposts(app.router.middleware_stack, table(routes))


def table(routes: Sequence[Route]) -> dict[tuple[str, str], Route]:
    """(method, path) -> the route that answers it, for the paths without a placeholder."""
    found: dict[tuple[str, str], Route] = {}
    for route in routes:
        for method in () if "{" in route.path else route.methods or ():
            if _first(routes, method, route.path) is route:
                found[method, route.path] = route
    return found


class Signposts:
    """Before the router: hands what it knows to its route, everything else on."""

    def __init__(self, router: ASGIApp, known: dict[tuple[str, str], Route]) -> None:
        self._router = router
        self._known = known

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        route = self._known.get((scope["method"], scope["path"])) if scope["type"] == "http" else None
        if route is None or scope.get("root_path"):
            await self._router(scope, receive, send)
            return
        scope.update({"route": route, "endpoint": route.endpoint, "path_params": {}})
        await route.handle(scope, receive, send)


def _first(routes: Sequence[Route], method: str, path: str) -> Route | None:
    """The route that the router would choose."""
    asked: Scope = {"type": "http", "method": method, "path": path, "root_path": "", "headers": []}
    return next((route for route in routes if route.matches(asked)[0] is Match.FULL), None)
