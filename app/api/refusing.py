"""How the API says no: `{"error": sentence}` with the right status, and never more than the sentence."""

from collections.abc import Callable, Coroutine
from inspect import signature
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute
from starlette.types import Receive, Scope, Send

from app.api.answering import answer
from app.basics.errors import Forbidden, NotSignedIn, ParasolError, TooMany, Unavailable

# Mastodon's own words, which clients compare with.
NO_TOKEN = "The access token is invalid"  # noqa: S105 - a sentence
NO_USER = "This method requires an authenticated user"
LOGIN_DISABLED = "Your login is currently disabled"
OUTSIDE_SCOPES = "This action is outside the authorized scopes"


class NoToken(NotSignedIn):
    """No bearer token, or one that has ended."""

    safe = NO_TOKEN


class NoUser(NotSignedIn):
    """The app's own token, where a member's is needed."""

    safe = NO_USER


class Hidden(Forbidden):
    """A member who hides for a while: apps stand still."""

    safe = "You are hidden just now. Come back on the house's own pages first."


class Disabled(Forbidden):
    """People suspended the account: it decides nothing by apps. Its own page says what was decided."""

    safe = LOGIN_DISABLED


class OutsideScopes(Forbidden):
    """A live token that was not granted this."""

    safe = OUTSIDE_SCOPES


class NotLetInYet(Forbidden):
    """The account waits to be let in: it has its own page in a browser, and nothing else."""

    safe = "You are not let in yet. Your own page says what is missing: sign in with a browser."


class ApiRoute(APIRoute):
    """Calls its endpoint with the request and the words of the address, and answers every refusal in the API's form.

    FastAPI's own handler looks for dependencies and models in each request. Endpoints here have none: they read what
    they need themselves, because apps send it in too many shapes, and give a Response of ready bytes. So nothing stands
    between the route and its endpoint either: no stacks for dependencies to close, no second look for exceptions.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        handle = self.get_route_handler()

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            response = await handle(Request(scope, receive, send))
            await response(scope, receive, send)

        self.app = app

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        endpoint = self.endpoint
        words = [name for name in signature(endpoint).parameters if name in self.param_convertors]

        async def handle(request: Request) -> Response:
            try:
                return await endpoint(request, **{word: request.path_params[word] for word in words})
            except ParasolError as error:
                return refusal(error)

        return handle


def refusal(error: ParasolError) -> Response:
    """The error as the API tells it, with when to come back where that is known."""
    headers: dict[str, str] = {}
    if isinstance(error, TooMany | Unavailable):
        headers["Retry-After"] = str(error.retry_after)
    if isinstance(error, NotSignedIn):
        headers["WWW-Authenticate"] = "Bearer"
    return answer({"error": error.safe}, error.status, headers)
