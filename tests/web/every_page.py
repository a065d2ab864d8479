"""The addresses of every page there is, read from the routes: a new page is held to the promises unasked."""

from app.doors.access import DECLARED, Access
from app.web import door

# Only for those who wait, hide or are half signed in: to everybody else they lead on.
FILES = {"/manifest.webmanifest", "/worker.js"}
LEADS_ON = {"/waiting", "/settings/return", "/sign-in/second"}


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
