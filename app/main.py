"""Builds the ASGI app and mounts the doors. Nobody imports it."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncGenerator

from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException

from app import wiring
from app.accounts import community
from app.api import door as api
from app.doors import signposts
from app.doors.access import must_be_declared
from app.doors.limits import Limits
from app.doors.nothing import nothing
from app.doors.once import Once
from app.doors.pace import Pace
from app.web import door as web
from federation import routes as federation
from federation.envoy import Envoy

log = logging.getLogger("parasol")


def build(envoy: Envoy, *, works: bool) -> FastAPI:
    """The whole house as an ASGI app; `works`: run the jobs in this process too."""

    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        stays = [asyncio.create_task(app.state.listeners.run())]
        stays += [asyncio.create_task(wiring.runner(envoy).run())] if works else []
        yield
        for task in stays:
            task.cancel()
        await asyncio.gather(*stays, return_exceptions=True)
        await envoy.fetcher.aclose()

    app = FastAPI(
        title="house", docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan, redirect_slashes=False
    )
    app.state.envoy = envoy
    app.state.house = envoy.house
    app.state.ages = wiring.AGES
    app.state.pace = Pace(lambda: envoy.house.database.read(community.slow_until))
    app.state.limits = Limits(on=envoy.house.settings.rate_limits)
    app.state.once = Once()
    app.state.listeners = wiring.listeners(envoy)
    federation.mount(app)
    api.mount(app)
    web.mount(app)
    must_be_declared(app)
    signposts.put_up(app)
    app.add_exception_handler(HTTPException, _not_here)
    app.add_exception_handler(Exception, _broken)
    return app


async def _not_here(request: Request, error: Exception) -> Response:
    """A path or a method that nobody answers: the same bytes as a thing that does not exist (P21)."""
    return await web.nothing_for_people(request) or nothing()


async def _broken(request: Request, error: Exception) -> Response:
    """A defect of ours: in the log with its place, to the outside without any."""
    log.error("an answer failed", exc_info=error)
    return Response(b'{"error":"Something went wrong here. Nothing was lost."}', 500, media_type="application/json")
