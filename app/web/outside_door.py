"""Whether somebody who is no member can write to the people here, for the pages that strangers come to first."""

from app.web.visiting import Visit
from moderation.cases import outside


async def hears(who: Visit) -> bool:
    """To whoever is signed in here the door is no news: they report from inside."""
    return not who.secret and await who.house.database.read(outside.hears_outside)
