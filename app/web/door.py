"""The web pages: every screen's routes, and what people see where nothing is."""

from fastapi import FastAPI, Request, Response

from app.basics.errors import NotFound
from app.web import render, routing, security
from app.web.pages import (
    about,
    accounts,
    admission,
    allies,
    authorising,
    calm,
    codes,
    coming_back,
    community,
    deletion,
    devices,
    drafts,
    exporting,
    filters,
    follow_requests,
    friends,
    health,
    held,
    home,
    importing,
    invitations,
    joining,
    keeping_away,
    lasting,
    leaving,
    leaving_for_good,
    locking,
    looking_up,
    marks,
    messages,
    more,
    newcomers,
    notifications,
    open_page,
    parting,
    passkeys,
    passphrase,
    pausing,
    pictures,
    policy,
    privacy,
    profile,
    reach,
    recovery,
    requests,
    second_factor,
    second_step,
    setting_up,
    settings,
    signing_in,
    static,
    tags,
    thread,
    vouching,
    waiting,
    writing,
)

SCREENS = (
    health,
    static,
    home,
    signing_in,
    second_step,
    leaving,
    locking,
    accounts,
    joining,
    setting_up,
    recovery,
    coming_back,
    friends,
    community,
    tags,
    thread,
    writing,
    drafts,
    deletion,
    marks,
    pictures,
    messages,
    requests,
    notifications,
    more,
    looking_up,
    follow_requests,
    invitations,
    waiting,
    vouching,
    newcomers,
    admission,
    calm,
    policy,
    settings,
    passphrase,
    codes,
    devices,
    pausing,
    exporting,
    importing,
    leaving_for_good,
    reach,
    filters,
    held,
    lasting,
    privacy,
    allies,
    parting,
    about,
    authorising,
    second_factor,
    passkeys,
    open_page,
    keeping_away,
    profile,
)
# Where programs ask: what is not there answers them the same bytes every time.
_FOR_PROGRAMS = ("/ap/", "/api/", "/oauth/", "/.well-known/", "/nodeinfo/", "/media/", "/tiles/", "/static/")


def mount(app: FastAPI) -> None:
    """Add every page to the house."""
    render.warm()
    for screen in SCREENS:
        screen.door.opens_in(app)


async def nothing_for_people(request: Request) -> Response | None:
    """The page for an address where nothing is; None where a program asks."""
    if not routing.asks_for_a_page(request) or f"{request.url.path}/".startswith(_FOR_PROGRAMS):
        return None
    answer = await routing.explained(request, NotFound())
    return security.protect(answer, request.app.state.house.settings)
