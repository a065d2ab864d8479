"""Signposts change how soon a route is found, never which one."""

from fastapi import FastAPI, Response
from starlette.routing import Match, Route
from starlette.testclient import TestClient

from app.doors import signposts
from app.doors.access import Access, Door, every_route


def a_house_with(*doors: Door) -> FastAPI:
    app = FastAPI(openapi_url=None, redirect_slashes=False)
    for door in doors:
        door.opens_in(app)
    return app


def a_door(method: str, path: str, says: str) -> Door:
    door = Door()

    async def answer() -> Response:
        return Response(says)

    getattr(door, method)(path, access=Access.OPEN)(answer)
    return door


def test_a_placeholder_that_comes_first_still_answers():
    app = a_house_with(a_door("get", "/posts/{word}", "any"), a_door("get", "/posts/new", "new"))

    signposts.put_up(app)

    assert TestClient(app).get("/posts/new").text == "any"


def test_a_fixed_path_answers_for_its_own_method_alone():
    app = a_house_with(a_door("get", "/posts", "read"), a_door("post", "/posts", "written"))

    signposts.put_up(app)

    house = TestClient(app)
    assert house.get("/posts").text == "read"
    assert house.post("/posts").text == "written"
    assert house.put("/posts").status_code == 405
    assert house.get("/posts/").status_code == 404


def test_the_router_is_not_asked_for_what_a_signpost_knows():
    app = a_house_with(a_door("get", "/posts", "read"))
    signposts.put_up(app)
    app.router.routes.clear()

    assert TestClient(app).get("/posts").text == "read"


def test_every_signpost_points_where_the_router_would_go():
    from app.api import door as api
    from app.web import door as web

    app = FastAPI(openapi_url=None)
    api.mount(app)
    web.mount(app)
    routes = [route for route in every_route(app.routes) if isinstance(route, Route)]

    known = signposts.table(routes)

    assert ("GET", "/api/v1/timelines/home") in known
    for (method, path), route in known.items():
        asked = {"type": "http", "method": method, "path": path, "root_path": "", "headers": []}
        assert next(r for r in routes if r.matches(asked)[0] is Match.FULL) is route
