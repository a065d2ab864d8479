"""The files of small pictures among words. Whoever was given the address of one sees it; to all others there is none.

The house's own stand on open pages too. Each address is unguessable, tells nothing, and ends with its picture: when a
steward deletes it, when the alliance does, or when nobody there writes with it any more (decision 0021).
"""

from fastapi import Request, Response

from app.api.answering import OF_A_FILE
from app.api.holding import house_of
from app.basics.emoji import is_word
from app.basics.errors import NotFound
from app.doors.access import Access, Door
from app.doors.nothing import nothing
from app.emoji import queries
from app.media import storing
from app.media.forms import MIME

door = Door()

_HEADERS = OF_A_FILE | {
    "Cache-Control": "no-store",  # an ally's tells what somebody here read
    "X-Robots-Tag": "noindex",
}
# The house's own stand beside almost everything: they come once an hour, and after *Leave quickly* not at all.
_OURS = _HEADERS | {"Cache-Control": "private, max-age=3600"}


@door.get("/emoji/{word}", access=Access.CAPABILITY)
async def emoji(request: Request, word: str) -> Response:
    house = house_of(request)
    if not is_word(word):
        return nothing()
    try:
        facts = await house.database.read(queries.at, word)
    except NotFound:
        return nothing()
    content = await house.blobs.get(storing.full(facts.blob))
    headers = _OURS if facts.ally_id is None else _HEADERS
    return nothing() if content is None else Response(content, headers=headers, media_type=MIME)
