"""Pictures that come in: cleaned before anything of them is kept (P26)."""

from fastapi import Request, Response

from app.api import entities, opening
from app.api.answering import answer
from app.api.holding import Caller, house_of, signed_in
from app.api.reading import sent, the_id
from app.api.refusing import ApiRoute
from app.basics.clock import now
from app.basics.errors import Invalid, NotFound, ParasolError, Unavailable
from app.basics.ids import new_token
from app.basics.text import tidy
from app.doors.access import Access, Door
from app.doors.bodies import MOST_UPLOAD_BYTES
from app.doors.limits import UPLOAD
from app.media import storing
from app.media.cleaning import clean_picture
from app.posts import picture_queries, rules
from app.posts.actions.picturing import add_picture, describe, give_up
from app.posts.picture_queries import PictureFacts
from app.storage.blobs import TROUBLE

door = Door(route_class=ApiRoute)

WRITE = "write:media"


@door.post("/api/v1/media", access=Access.MEMBER)
@door.post("/api/v2/media", access=Access.MEMBER)
async def upload(request: Request) -> Response:
    """A picture in `file`, with a `description`; it waits a day for its post. Ready when the answer comes."""
    me = await signed_in(request, WRITE)
    request.app.state.limits.count(UPLOAD, str(me.account_id))
    form = await sent(request, most=MOST_UPLOAD_BYTES)
    files = form.uploads("file")
    if not files:
        raise Invalid("file", "Please send a picture in the field file.")
    description = rules.checked_description(tidy(form.text("description")))
    clean = await clean_picture(files[-1])
    house, blob = house_of(request), new_token()
    try:
        await storing.store(house.blobs, blob, clean)
    except TROUBLE as error:
        raise Unavailable from error
    try:
        picture_id = await house.database.write(add_picture, me.account_id, clean, blob, description, now=now())
    except ParasolError:
        await storing.remove(house.blobs, blob)
        raise
    return answer(entities.picture(request, me, await _own(request, me, picture_id)))


@door.get("/api/v1/media/{picture_id}", access=Access.MEMBER)
async def one(request: Request, picture_id: str) -> Response:
    """One's own picture that waits for its post."""
    me = await signed_in(request, WRITE)
    return await _shown(request, me, await _own(request, me, the_id(picture_id)))


@door.put("/api/v1/media/{picture_id}", access=Access.MEMBER)
async def change_description(request: Request, picture_id: str) -> Response:
    """Another description, until it is posted. A focus is not kept."""
    me = await signed_in(request, WRITE)
    form, facts = await sent(request), await _own(request, me, the_id(picture_id))
    if "description" in form:
        await house_of(request).database.write(describe, me.account_id, facts.id, form.text("description"))
    return await _shown(request, me, await _own(request, me, facts.id))


@door.delete("/api/v1/media/{picture_id}", access=Access.MEMBER)
async def delete_unposted(request: Request, picture_id: str) -> Response:
    """A picture that is not posted after all: it goes at once, not after a day."""
    me = await signed_in(request, WRITE)
    await house_of(request).database.write(give_up, me.account_id, the_id(picture_id))
    return answer({})


async def _shown(request: Request, me: Caller, facts: PictureFacts) -> Response:
    return answer(entities.picture(request, me, facts, await opening.key_of_held(request, me, facts.id)))


async def _own(request: Request, me: Caller, picture_id: int) -> PictureFacts:
    facts = await house_of(request).database.read(picture_queries.picture, me.viewer, picture_id)
    if facts.owner_id != me.account_id or facts.post_id is not None:
        raise NotFound
    return facts
