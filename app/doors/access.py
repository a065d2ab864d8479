"""One gate (P21): every route says for whom it is. What isn't said fails the tests."""

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from typing import Any

from fastapi import APIRouter, FastAPI
from starlette.routing import BaseRoute, Route, WebSocketRoute


class Access(StrEnum):
    """Who gets anything but the answer of a thing that does not exist."""

    OPEN = "open"
    MEMBER = "member"
    ALLY_SIGNED = "ally-signed"
    CAPABILITY = "capability"
    KNOCK = "knock"


DECLARED: dict[Callable[..., Any], Access] = {}


# pyright: reportIncompatibleMethodOverride=false
# A route without `access` must not be possible, so the methods ask for it where their base does not.
class Door(APIRouter):
    """An APIRouter whose every route names its access: `@door.get("/home", access=Access.MEMBER)`.

    Declaring does not enforce: members' routes also take the dependency that finds the member. The tests visit every
    declared route as a stranger and hold the two equal.
    """

    def get(self, path: str, *, access: Access, **options: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        return self._declared(path, ["GET"], access, options)

    def post(self, path: str, *, access: Access, **options: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        return self._declared(path, ["POST"], access, options)

    def put(self, path: str, *, access: Access, **options: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        return self._declared(path, ["PUT"], access, options)

    def patch(self, path: str, *, access: Access, **options: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        return self._declared(path, ["PATCH"], access, options)

    def delete(
        self, path: str, *, access: Access, **options: Any
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        return self._declared(path, ["DELETE"], access, options)

    def both_ways(self, path: str, *, access: Access) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """A WebSocket at this path."""

        def add(endpoint: Callable[..., Any]) -> Callable[..., Any]:
            _declare(endpoint, access)
            self.routes.append(WebSocketRoute(path, endpoint))
            return endpoint

        return add

    def opens_in(self, app: FastAPI) -> None:
        """Its routes become the app's own. `include_router` would work each out anew, at the first visitor's cost."""
        app.router.routes.extend(self.routes)

    def _declared(
        self, path: str, methods: list[str], access: Access, options: dict[str, Any]
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        def add(endpoint: Callable[..., Any]) -> Callable[..., Any]:
            _declare(endpoint, access)
            options.setdefault("response_model", None)
            self.add_api_route(path, endpoint, methods=methods, include_in_schema=False, **options)
            return endpoint

        return add


def _declare(endpoint: Callable[..., Any], access: Access) -> None:
    if DECLARED.setdefault(endpoint, access) is not access:
        raise TypeError(f"{endpoint.__name__} is declared twice, differently")


def must_be_declared(app: FastAPI) -> None:
    """Refuse to build an application with a route that does not say for whom it is."""
    for route in every_route(app.routes):
        if not isinstance(route, Route | WebSocketRoute) or route.endpoint not in DECLARED:
            raise TypeError(f"{route} does not say for whom it is: add it with a Door")


def every_route(routes: Iterable[BaseRoute]) -> Iterator[BaseRoute]:
    """Each route that answers, those of included routers too."""
    for route in routes:
        inner = getattr(route, "original_router", None)
        if inner is None:
            yield route
        else:
            yield from every_route(inner.routes)
