"""A route that doesn't say for whom it is cannot become part of the house (P21)."""

import pytest
from fastapi import APIRouter, FastAPI

from app.doors.access import Access, Door, must_be_declared


def built_of(*routers: APIRouter) -> FastAPI:
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    for router in routers:
        app.include_router(router)
    return app


def test_a_declared_route_is_taken():
    door = Door()
    door.get("/somewhere", access=Access.OPEN)(lambda: None)

    must_be_declared(built_of(door))


def test_a_route_that_says_nothing_is_refused():
    router = APIRouter()
    router.get("/somewhere")(lambda: None)

    with pytest.raises(TypeError, match="for whom"):
        must_be_declared(built_of(Door(), router))


def test_a_route_inside_an_included_door_is_refused_too():
    outer, inner = Door(), APIRouter()
    inner.get("/somewhere")(lambda: None)
    outer.include_router(inner)

    with pytest.raises(TypeError, match="for whom"):
        must_be_declared(built_of(outer))


def test_one_endpoint_cannot_be_two_things():
    door = Door()

    def show() -> None: ...

    door.get("/somewhere", access=Access.OPEN)(show)
    with pytest.raises(TypeError, match="twice"):
        door.get("/elsewhere", access=Access.MEMBER)(show)
