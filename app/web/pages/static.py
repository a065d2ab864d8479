"""`/static/…` and `/tiles/…`: the same for everybody, so open, and kept by browsers."""

from fastapi import Request, Response

from app.accounts.card import TILES
from app.doors.access import Access
from app.web import assets
from app.web.answering import takes_gzip
from app.web.routing import Nothing, page_door
from app.web.tiles import tile_file

door = page_door()

_NOTHING_INSIDE = "default-src 'none'"
_FOR_EVER = "public, max-age=31536000, immutable"


@door.get("/static/{name}", access=Access.OPEN)
async def give_asset(request: Request, name: str) -> Response:
    """An asset's address changes with its content, so it may be kept for ever."""
    asset = assets.served().get(f"/static/{name}")
    if asset is None:
        raise Nothing
    headers = {
        "content-type": asset.media_type,
        "cache-control": _FOR_EVER,
        "content-security-policy": _NOTHING_INSIDE,
        "vary": "Accept-Encoding",
    }
    if not takes_gzip(request):
        return Response(asset.body, headers=headers)
    return Response(asset.packed, headers={**headers, "content-encoding": "gzip"})


@door.get("/tiles/{name}", access=Access.OPEN)
async def give_tile(name: str) -> Response:
    """`/tiles/{number}.svg`, which client apps show as an avatar."""
    number, _, ending = name.partition(".")
    if ending != "svg" or not (number.isascii() and number.isdigit() and len(number) <= 4 and int(number) < TILES):
        raise Nothing
    headers = {
        "content-type": "image/svg+xml",
        "cache-control": _FOR_EVER,
        "content-security-policy": _NOTHING_INSIDE,
        # Apps in browsers show it from their own origin.
        "cross-origin-resource-policy": "cross-origin",
    }
    return Response(tile_file(int(number)), headers=headers)
