"""Straight to the routes whose path is a fixed word. The router asks them one after the other, a hundred by now."""

from collections.abc import Sequence

from fastapi import FastAPI
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from app.doors.access import every_route


def put_up(app: FastAPI) -> None:
    """Call it when every door is mounted: whatever was found by asking is found again, only sooner."""
    routes = [route for route in every_route(app.routes) if isinstance(route, Route)]
    app.router.middleware_stack = Signposts(app.router.middleware_stack, table(routes))


def table(routes: Sequence[Route]) -> dict[tuple[str, str], Route]:
    """(method, path) -> the route that answers it, for the paths without a placeholder.

    As the router chooses: the first that matches, so a path that an earlier placeholder takes is left to that.
    """
    found: dict[tuple[str, str], Route] = {}
    takers: list[Route] = []
    for route in routes:
        if "{" in route.path:
            takers.append(route)
            continue
        for method in route.methods or ():
            if (method, route.path) not in found and not _is_taken(takers, method, route.path):
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


def _is_taken(takers: Sequence[Route], method: str, path: str) -> bool:
    return any(method in (route.methods or ()) and route.path_regex.match(path) for route in takers)
