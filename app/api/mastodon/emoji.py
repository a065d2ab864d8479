"""The house's small pictures among words, for an app's list to choose from."""

from fastapi import Request, Response

from app.api.answering import answer
from app.api.holding import house_of, signed_in
from app.api.refusing import ApiRoute
from app.doors.access import Access, Door
from app.emoji import queries, shown

door = Door(route_class=ApiRoute)


@door.get("/api/v1/custom_emojis", access=Access.MEMBER)
async def custom_emojis(request: Request) -> Response:
    """Mastodon's CustomEmoji, ours alone: what allies write with is theirs."""
    await signed_in(request, "read:accounts")
    house = house_of(request)
    found = await house.database.read(queries.to_choose_from)
    origin = house.settings.origin
    return answer([shown.entity(one, origin) | {"category": one.category or None} for one in found])
