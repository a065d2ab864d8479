"""`/settings/held`: what this house holds about whoever asks, counted from the declarations (P9)."""

from collections.abc import Sequence

from fastapi import Request, Response

from app.doors.access import Access
from app.storage import counting
from app.storage.counting import Held
from app.web import keeping
from app.web.answering import page
from app.web.render import words_in
from app.web.routing import page_door
from app.web.views.keeping import HeldPage, HeldView
from app.web.visiting import member
from app.web.words import Words

door = page_door()


@door.get("/settings/held", access=Access.MEMBER)
async def show_held(request: Request) -> Response:
    who = await member(request)
    found = await who.house.database.read(counting.of_member, request.app.state.ages, who.me.account_id)
    return await page(who, "settings/held.html", _view(words_in(who.language), found), place="more")


def _view(words: Words, found: Sequence[Held]) -> HeldPage:
    return HeldPage(
        held=tuple(_one(words, held) for held in found if held.count),
        nothing_of=tuple(words.say(held.kept.what) for held in found if not held.count),
    )


def _one(words: Words, held: Held) -> HeldView:
    since = "" if held.oldest is None else keeping.month(words, held.oldest)
    return HeldView(words.say(held.kept.what), held.count, since, keeping.how_long(words, held.kept))
