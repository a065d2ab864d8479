"""The addresses of every page there is, read from the routes: a new page is held to the promises unasked."""

from app.doors.access import DECLARED, Access
from app.web import door

# Only for those who wait, hide, are suspended or half signed in: to everybody else they lead on.
FILES = {"/manifest.webmanifest", "/worker.js"}
LEADS_ON = {"/waiting", "/settings/return", "/sign-in/second", "/suspended"}
# Open where stewards want it.
OPEN_IF_WISHED = {"/policy", "/log", "/law", "/outside", "/outside/case"}


def pages_for(access: Access) -> list[str]:
    """The paths without a placeholder that are read with GET and answer with a page."""
    return sorted(
        route.path
        for screen in door.SCREENS
        for route in screen.door.routes
        if "GET" in route.methods
        and "{" not in route.path
        and DECLARED[route.endpoint] is access
        and route.path not in LEADS_ON | FILES
    )
