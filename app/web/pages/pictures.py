"""`/media/{picture}/{size}`: a picture for a session that may read its post, and opens it where it is sealed (P27)."""

from fastapi import Request, Response

from app.basics.errors import NotFound
from app.doors.access import Access
from app.media import sealing, storing
from app.posts import holding, opening, picture_queries
from app.posts.picture_queries import PictureFacts
from app.web import forms
from app.web.routing import Nothing, page_door
from app.web.visiting import Visit, visit

door = page_door()

_FILES = {"full": storing.full, "small": storing.small}
_HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; sandbox",
    "content-disposition": "inline",
}


@door.get("/media/{picture}/{size}", access=Access.MEMBER)
async def give_picture(request: Request, picture: str, size: str) -> Response:
    """Whoever may not see it gets what a picture that was never there gets, signed in or not."""
    who = await visit(request)
    if who.who is None or who.who.suspended or size not in _FILES:
        raise Nothing
    try:
        facts = await who.house.database.read(picture_queries.picture, who.viewer, forms.the_id(picture))
    except NotFound:
        raise Nothing from None
    content = await who.house.blobs.get(_FILES[size](facts.blob))
    if content is not None and sealing.is_sealed(content):
        content = await sealing.opened(content, await _key(who, facts))
    if content is None:
        raise Nothing
    return Response(content, media_type=facts.mime, headers=_HEADERS)


async def _key(who: Visit, facts: PictureFacts) -> bytes:
    """What opens it for this member's session; empty where nothing does."""
    member_key, account_id, read = await who.member_key(), who.me.account_id, who.house.database.read
    if facts.post_id is None:
        holds = await read(holding.what_holds, account_id, facts.id)
        return holding.key_in(holds, facts.id, member_key, key=who.house.key)
    if member_key is None:
        return b""
    return await read(opening.picture_key_for, account_id, facts.post_id, facts.id, member_key) or b""
