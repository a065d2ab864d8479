"""`/ap/instance/head` and `/ap/instance/kept-heads`: for allied Parasol houses that sign with their own key.

A member's key is not enough: what a house keeps of another is between the two houses.
"""

from fastapi import Request, Response

from app.allies.queries import AllyFacts
from app.basics.errors import NotFound, ParasolError
from app.doors.access import Access, Door
from federation import heads
from federation.answers import as_it_came, document, refusal
from federation.envoy import Envoy
from federation.fetch.media_types import PLAIN

door = Door()


@door.get("/ap/instance/head", access=Access.ALLY_SIGNED)
async def show_head(request: Request) -> Response:
    """The end of our log of reading when this day began: a hash, and not how many readings there were."""
    envoy: Envoy = request.app.state.envoy
    try:
        await _house(request)
        shown = await envoy.house.database.read(heads.head_document, envoy.clock())
    except ParasolError as error:
        return refusal(error)
    return document(shown, media_type=PLAIN)


@door.get("/ap/instance/kept-heads", access=Access.ALLY_SIGNED)
async def show_kept(request: Request) -> Response:
    """What we keep of whoever asks, and of nobody else."""
    envoy: Envoy = request.app.state.envoy
    try:
        ally = await _house(request)
        shown = await envoy.house.database.read(heads.kept_document, ally.id)
    except ParasolError as error:
        return refusal(error)
    return document(shown, media_type=PLAIN)


async def _house(request: Request) -> AllyFacts:
    """The ally itself; raises Stranger, Unverified, or NotFound for one of its members and for other software."""
    ally, asker = await request.app.state.gate.verified_asker(as_it_came(request))
    if asker or not heads.exchanges_heads(ally):
        raise NotFound
    return ally
