"""How allies' polls stand, asked of their houses when somebody here looks at one.

The question is the house's own, at a moment that only chance knows, and never more often than every few minutes: how
many look, who, and when, stays here (P20). One that is not answered is asked again when somebody looks again.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from random import SystemRandom
from typing import Any, Final

from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.allies import queries as allies
from app.basics.errors import ParasolError
from app.basics.events import Event
from app.jobs import queue
from app.jobs.runner import Outcome
from app.posts.actions.receiving_polls import take_counts
from app.posts.events import PollShown
from app.posts.models import Post
from federation.activities import read_note
from federation.envoy import Envoy
from federation.gate import house_of
from federation.lanes import may_ask_for_posts
from federation.notes import poll_in

log = logging.getLogger("parasol.polls")

COUNTS: Final = "counts"
SHORTEST_WAIT, LONGEST_WAIT = timedelta(seconds=10), timedelta(seconds=90)
_CHANCE: Final = SystemRandom()


def ask_later(envoy: Envoy, session: Session, event: PollShown) -> None:
    """A lane for each poll; one question that waits already is enough."""
    if queue.depth(session, COUNTS, event.post_id) or _where_to_ask(session, event.post_id) is None:
        return
    queue.enqueue(session, COUNTS, event.post_id, "counts", b"", now=envoy.clock())
    wait = timedelta(seconds=_CHANCE.uniform(SHORTEST_WAIT.total_seconds(), LONGEST_WAIT.total_seconds()))
    queue.wait_until(session, COUNTS, event.post_id, envoy.clock() + wait)


def counts_lane(envoy: Envoy) -> Callable[[int], Awaitable[Outcome]]:
    """What the runner calls with a post's id."""

    async def ask(post_id: int) -> Outcome:
        waiting = await envoy.house.database.read(queue.head_of, COUNTS, post_id, most=1)
        if not waiting:
            return Outcome()
        try:
            await _ask(envoy, post_id)
        except ParasolError as error:
            log.info("a poll could not be asked about: %s", type(error).__name__)
        await envoy.house.database.write(queue.done, COUNTS, waiting[0])
        return Outcome(more=True)

    return ask


async def _ask(envoy: Envoy, post_id: int) -> None:
    uri = await envoy.house.database.read(_where_to_ask, post_id)
    if uri is None:
        return
    note = read_note(await envoy.fetcher.get_json(uri, signer=envoy.instance_key()))
    if note.uri == uri and house_of(note.author, lab=envoy.lab) == house_of(uri, lab=envoy.lab):
        foreign = poll_in(note, now=envoy.clock())
        if foreign is not None:
            await envoy.house.database.write(take_counts, post_id, foreign, now=envoy.clock())


def _where_to_ask(session: Session, post_id: int) -> str | None:
    """Its own address, as long as its house is an ally from which posts are fetched (P24)."""
    post = session.get(Post, post_id)
    author = post and accounts.by_id(session, post.author_id)
    ally = allies.by_id(session, author.ally_id) if author and author.ally_id is not None else None
    return post.uri if post is not None and may_ask_for_posts(ally) else None


REACTIONS: Final[Mapping[type[Event], Callable[[Envoy, Session, Any], None]]] = {PollShown: ask_later}
