"""Client apps register themselves; nothing in the answer is particular to whoever asks (P2)."""

import re

from fastapi import Request, Response

from app.accounts.actions import apps
from app.accounts.actions.apps import Registered
from app.api.answering import answer
from app.api.holding import house_of, token_of
from app.api.reading import sent
from app.api.refusing import ApiRoute, NoToken
from app.api.whence import address_of
from app.basics.clock import now
from app.doors.access import Access, Door
from app.doors.limits import REGISTER_APP
from app.push import queries as push

door = Door(route_class=ApiRoute)

MOST_REDIRECTS = 10


@door.post("/api/v1/apps", access=Access.OPEN)
async def register(request: Request) -> Response:
    """An app's id and secret; the same name, addresses and scopes are always the same app."""
    request.app.state.limits.count(REGISTER_APP, address_of(request))
    form, house = await sent(request), house_of(request)
    redirects = [word for text in form.texts("redirect_uris") for word in re.split(r"\s+", text) if word]
    app = await house.database.write(
        apps.register,
        form.text("client_name"),
        redirects[:MOST_REDIRECTS],
        form.text("scopes"),
        form.text("website"),
        key=house.key,
        now=now(),
    )
    return answer(
        {
            **_described(app, await house.database.read(push.public_key)),
            "client_id": app.client_id,
            "client_secret": app.client_secret,
            "client_secret_expires_at": 0,
        }
    )


@door.get("/api/v1/apps/verify_credentials", access=Access.MEMBER)
async def verify_credentials(request: Request) -> Response:
    """The app behind a live token, its own or a member's."""
    holder, house = await token_of(request), house_of(request)
    app = await house.database.read(apps.by_id, holder.app_id, key=house.key)
    if app is None:
        raise NoToken
    return answer(_described(app, await house.database.read(push.public_key)))


def _described(app: Registered, vapid_key: str) -> dict[str, object]:
    return {
        "id": str(app.id),
        "name": app.name,
        "website": app.website or None,
        "scopes": app.scopes.split(),
        "redirect_uri": "\n".join(app.redirects),
        "redirect_uris": list(app.redirects),
        "vapid_key": vapid_key,
    }
