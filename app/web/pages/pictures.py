"""`/media/{picture}/{size}`: a picture for a session that may read its post (P27)."""

from fastapi import Request, Response

from app.basics.errors import NotFound
from app.doors.access import Access
from app.media import storing
from app.posts import queries as posts
from app.web import forms
from app.web.routing import Nothing, page_door
from app.web.visiting import visit

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
    if who.who is None or size not in _FILES:
        raise Nothing
    try:
        facts = await who.house.database.read(posts.picture, who.viewer, forms.the_id(picture))
    except NotFound:
        raise Nothing from None
    content = await who.house.blobs.get(_FILES[size](facts.blob))
    if content is None:
        raise Nothing
    return Response(content, media_type=facts.mime, headers=_HEADERS)
