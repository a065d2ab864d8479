"""How a page's route answers when something is refused: a page for people, the way to sign in for strangers.

A stranger gets the same whether or not there is such a member, post or picture (P6), and a program that doesn't ask
for a page gets what a thing that does not exist gets (P21).
"""

from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any
from urllib.parse import quote

from fastapi import Request, Response
from fastapi.routing import APIRoute

from app.basics.errors import NotFound, NotSignedIn, ParasolError
from app.doors.access import Door
from app.doors.nothing import nothing
from app.web import answering, security
from app.web.visiting import Pausing, Suspended, Visit, stranger, visit

WAITING = "/waiting"
PAUSE = "/settings/pause"
SUSPENDED = "/suspended"


class Nothing(NotFound):
    """Not even a page: the bytes and headers that a thing gets which does not exist."""


class PageRoute(APIRoute):
    """A route whose every answer is fit for people."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def handle_or_explain(request: Request) -> Response:
            try:
                answer = await handle(request)
            except Nothing:
                return nothing()
            except Suspended:
                answer = answering.onward(SUSPENDED)
            except Pausing:
                answer = answering.onward(PAUSE)
            except NotSignedIn:
                if not asks_for_a_page(request):
                    return nothing()
                answer = await _away(request)
            except ParasolError as error:
                answer = await explained(request, error)
            _forget_what_ended(request, answer)
            return security.protect(answer, request.app.state.house.settings)

        return handle_or_explain


page_door: Callable[[], Door] = partial(Door, route_class=PageRoute)


async def explained(request: Request, error: ParasolError) -> Response:
    """The error as a page, also while the database cannot be read."""
    try:
        who = await visit(request)
    except ParasolError:
        who = stranger(request)
    return await answering.refusal(who, error)


async def _away(request: Request) -> Response:
    """Whoever waits to be let in has a page of their own, and only that."""
    who = await visit(request)
    return answering.onward(WAITING) if who.newcomer else to_sign_in(request)


def _forget_what_ended(request: Request, answer: Response) -> None:
    """A session that has ended, perhaps by the lock code: the browser keeps nothing of it either (P8)."""
    known: Visit | None = getattr(request.state, "visit", None)
    if known is not None and not known.secret:
        security.take_ended(answer, request, known.house.settings)


def to_sign_in(request: Request) -> Response:
    """Where a person goes who isn't signed in."""
    if request.method != "GET":
        return answering.onward("/sign-in")
    query = f"?{request.url.query}" if request.url.query else ""
    return answering.onward("/sign-in?next=" + quote(request.url.path + query, safe="/"))


def asks_for_a_page(request: Request) -> bool:
    """Whether a person's browser asks, rather than another server or an app."""
    return "text/html" in request.headers.get("accept", "")
