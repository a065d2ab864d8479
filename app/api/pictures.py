"""The files of pictures. Their addresses are capabilities, looked at anew at each request (P27).

The address of a picture in a message brings the key of its file along: without that there is no picture (P10).
"""

from fastapi import Request, Response

from app.accounts.holders import token_holder_by_id
from app.accounts.viewer import Viewer
from app.allies import queries as allies
from app.allies.queries import AllyFacts
from app.allies.rules import Scope, may_fetch
from app.api.answering import OF_A_FILE
from app.api.holding import granted, house_of
from app.api.reading import the_id
from app.basics.clock import now
from app.basics.errors import NotFound, ParasolError
from app.doors.access import Access, Door
from app.doors.nothing import nothing
from app.media import sealing, storing
from app.media.capability import ALLY, Holder, holder_of
from app.posts import picture_queries
from app.storage.house import House
from federation.answers import as_it_came

door = Door()

_PLACES = {"full": storing.full, "small": storing.small}
# An app may keep a picture for as long as its address would work anyway; nobody in between may.
_HEADERS = OF_A_FILE | {"Cache-Control": "private, max-age=3600"}
_KEPT_NOWHERE = {"Cache-Control": "no-store"}


@door.get("/media/{capability}/{picture_id}/{size}", access=Access.CAPABILITY)
async def picture(request: Request, capability: str, picture_id: str, size: str) -> Response:
    """A picture's file, for whom its address was made; to everybody else there is no such thing."""
    house = house_of(request)
    try:
        number = the_id(picture_id)
        holder = holder_of(house.key, capability, number, now=now())
        viewer = await _viewer(request, house, holder)
        facts = await house.database.read(picture_queries.picture, viewer, number)
    except ParasolError:
        return nothing()
    stored = await house.blobs.get(_PLACES[size](facts.blob)) if size in _PLACES else None
    if stored is None:
        return nothing()
    content = await sealing.opened(stored, holder.picture_key if holder else b"")
    headers = _HEADERS if content is stored else _HEADERS | _KEPT_NOWHERE
    return nothing() if content is None else Response(content, headers=headers, media_type=facts.mime)


async def _viewer(request: Request, house: House, holder: Holder | None) -> Viewer:
    """Who looks; raises NotFound when the token or the alliance behind the address has ended."""
    if holder is None:
        return await _signed_ally(request)
    if holder.kind == ALLY:
        return _seen_by(await house.database.read(allies.by_id, holder.id))
    return await _through_app(house, holder)


async def _through_app(house: House, holder: Holder) -> Viewer:
    token = await house.database.read(token_holder_by_id, holder.id)
    if token is None or token.account_id is None or not granted(token, "read:statuses"):
        raise NotFound
    return token.viewer


async def _signed_ally(request: Request) -> Viewer:
    """Without an address that holds, an ally may sign its request instead; raises ParasolError for anybody else."""
    return _seen_by(await request.app.state.gate.verified_reader(as_it_came(request)))


def _seen_by(ally: AllyFacts | None) -> Viewer:
    if ally is None or not may_fetch(ally.state) or not {Scope.POSTS, Scope.MEDIA} <= ally.scopes:
        raise NotFound
    return Viewer.ally(ally.id)
