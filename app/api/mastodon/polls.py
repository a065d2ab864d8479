"""Polls as apps look at them and vote (docs.joinmastodon.org/methods/polls). A poll's id is that of its post."""

from fastapi import Request, Response

from app.api import polled
from app.api.answering import answer
from app.api.holding import Caller, house_of, signed_in
from app.api.mastodon.statuses import READ, WRITE
from app.api.poll_forms import choices_in
from app.api.reading import sent, the_id
from app.api.refusing import ApiRoute
from app.basics.clock import now
from app.doors.access import Access, Door
from app.posts import polls
from app.posts.actions import polling

door = Door(route_class=ApiRoute)


@door.get("/api/v1/polls/{poll_id}", access=Access.MEMBER)
async def one(request: Request, poll_id: str) -> Response:
    """As it stands, for whoever may read its post."""
    return await _shown(request, await signed_in(request, READ), the_id(poll_id))


@door.post("/api/v1/polls/{poll_id}/votes", access=Access.MEMBER)
async def vote(request: Request, poll_id: str) -> Response:
    """Once; what was chosen is counted and not kept."""
    me, number = await signed_in(request, WRITE), the_id(poll_id)
    chosen, key = choices_in(await sent(request)), house_of(request).key
    await house_of(request).database.write(polling.vote, me.account_id, number, chosen, key=key, now=now())
    return await _shown(request, me, number)


async def _shown(request: Request, me: Caller, number: int) -> Response:
    facts = await house_of(request).database.read(polls.one, me.viewer, number)
    await polled.ask_anew(request, [facts])
    return answer(polled.poll(facts, me, now()))
