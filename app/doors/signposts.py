"""Straight to the routes whose path is a fixed word. The router asks them one after the other, a hundred by now."""

import re
from collections.abc import Sequence
from functools import lru_cache

from fastapi import FastAPI
from starlette.routing import Route, compile_path
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
    shapes = tuple((route.path, frozenset(route.methods or ())) for route in routes)
    return {asked: routes[place] for asked, place in _places(shapes).items()}


@lru_cache(maxsize=4)
def _places(shapes: tuple[tuple[str, frozenset[str]], ...]) -> dict[tuple[str, str], int]:
    """(method, path) -> which of the routes. Kept: every house that opens in one process has the same."""
    found: dict[tuple[str, str], int] = {}
    takers: list[tuple[frozenset[str], re.Pattern[str]]] = []
    for place, (path, methods) in enumerate(shapes):
        if "{" in path:
            takers.append((methods, compile_path(path)[0]))
            continue
        for method in methods:
            if (method, path) not in found and not _is_taken(takers, method, path):
                found[method, path] = place
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


def _is_taken(takers: Sequence[tuple[frozenset[str], re.Pattern[str]]], method: str, path: str) -> bool:
    return any(method in methods and pattern.match(path) for methods, pattern in takers)
