"""Finding posts for apps by their words: as search finds them on the page, and what cannot be read finds nothing."""

from dataclasses import replace

from fastapi import Request

from app.accounts.filtering import PUBLIC
from app.api import entities
from app.api.filtered import filtered
from app.api.holding import Caller, house_of
from app.api.reading import number_of, page, some_id
from app.basics.errors import Invalid
from app.doors.bodies import Form
from app.posts import found_by
from app.timelines import asking, search_queries
from app.timelines.asking import Asked
from app.timelines.queries import Entry

FURTHEST = 200


async def found_texts(request: Request, me: Caller, form: Form, most: int) -> list[bytes]:
    """`account_id`, `max_id`, `min_id` and `offset` narrow it; an app counts on from what it was given."""
    asked, passed_over = _asked(form), min(number_of(form.text("offset").strip()) or 0, FURTHEST)
    if asked is None:
        return []
    part = replace(page(form), limit=most + passed_over, upwards=False)
    house = house_of(request)
    read = await house.database.read(search_queries.found, me.viewer, asked, part, host=house.settings.host)
    return await shown(request, me, list(read.entries)[passed_over:])


async def shown(request: Request, me: Caller, entries: list[Entry]) -> list[bytes]:
    """With the member's own word filters laid over."""
    return await filtered(request, me, PUBLIC, entities.statuses(entries, entities.keys_of(request, me)))


def _asked(form: Form) -> Asked | None:
    """None where an app sent a name or an address, or something that nobody can look for."""
    words = form.text("q").strip()
    if words.startswith("@") or "://" in words:
        return None
    try:
        asked = asking.read(words)
    except Invalid:
        return None
    author = some_id(form, "account_id")
    if asked.is_empty or author is None:
        return None if asked.is_empty else asked
    return replace(asked, marks=(*asked.marks, found_by.by(author)))
