"""`/completions`: what a word that is just being written may become, for the script of the forms where people write.

People whom the member follows or has written with, and tags that they follow or have used: nobody and nothing else is
ever offered (P4, P5), and a whole name of somebody else completes nothing (P6). The word comes in the body of a form,
so that no log along the way holds what somebody writes.
"""

import msgspec
from fastapi import Request, Response

from app.accounts import queries as accounts
from app.accounts.queries_between import without_blocked
from app.accounts.viewer import Viewer
from app.basics.tags import name_of
from app.doors.access import Access
from app.doors.limits import COMPLETE
from app.storage import Session
from app.timelines import tag_queries
from app.web import forms
from app.web.routing import page_door
from app.web.visiting import member

door = page_door()

MOST = 8
LONGEST = 100


class Offer(msgspec.Struct, frozen=True):
    """`word` takes the place of what was begun; `name` is what somebody calls themselves."""

    word: str
    name: str = ""


@door.post("/completions", access=Access.MEMBER)
async def complete(request: Request) -> Response:
    """`word`: the sign and what follows it so far."""
    who = await member(request)
    word = (await forms.sent(who)).text("word")[:LONGEST]
    who.limits.count(COMPLETE, str(who.me.account_id))
    offers = await who.house.database.read(_offers, who.viewer, word)
    return Response(msgspec.json.encode(offers), media_type="application/json")


def _offers(session: Session, viewer: Viewer, word: str) -> list[Offer]:
    match word[:1]:
        case "@":
            return _people(session, viewer, word[1:].partition("@")[0])
        case "#" if name_of(word[1:]):
            found = tag_queries.tags_known(session, viewer, name_of(word[1:]), limit=MOST)
            return [Offer(f"#{tag.shown}") for tag in found]
        case _:
            return []


def _people(session: Session, viewer: Viewer, beginning: str) -> list[Offer]:
    found = accounts.found_by_words(session, viewer, beginning, limit=MOST)
    there = without_blocked(session, viewer.account_id or 0, found)
    return [Offer(f"@{one.handle}", one.display_name) for one in there]
