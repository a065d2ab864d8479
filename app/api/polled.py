"""Polls in answers to apps: laid over the bytes of each status, for one reader (Mastodon's Poll).

One query for a whole page, and none for a page without polls.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

import msgspec
from fastapi import Request

from app.api.holding import Caller, house_of
from app.basics.clock import now
from app.basics.errors import Unavailable
from app.posts import body, polls
from app.posts.actions import asking_anew
from app.posts.polls import PollFacts


async def polled(request: Request, me: Caller, entities: Sequence[bytes]) -> list[bytes]:
    """The same statuses with their polls as they stand."""
    asked = [body.polled_in(entity) for entity in entities]
    if not any(asked):
        return list(entities)
    wanted = [post_id for post_id in asked if post_id is not None]
    found = await house_of(request).database.read(polls.of_posts, me.viewer, wanted)
    await ask_anew(request, found.values())
    return [_polled(entity, post_id, found, me) for entity, post_id in zip(entities, asked, strict=True)]


async def ask_anew(request: Request, found: Iterable[PollFacts]) -> None:
    """Allies' counts that may be old are asked for; the answer does not wait for them, and comes where that fails."""
    at = now()
    old = [one.post_id for one in found if one.may_stand_otherwise(at)]
    if old:
        with suppress(Unavailable):
            await house_of(request).database.write(asking_anew.ask_anew, old, now=at)


class _Written(msgspec.Struct):
    """What the words of a poll's post are written with, in the post or in a boost around it."""

    emojis: list[dict[str, Any]]
    reblog: "_Written | None" = None


def poll(facts: PollFacts, me: Caller, at: datetime, emojis: Sequence[dict[str, Any]] = ()) -> dict[str, object]:
    """`own_votes` is always empty: what somebody chose is not kept (decision 0020). Hidden counts are null."""
    counts = facts.counts_at(at)
    return {
        "id": str(facts.post_id),
        "expires_at": body.moment(facts.ends_at),
        "expired": facts.has_ended(at),
        "multiple": facts.multiple,
        "votes_count": facts.voters if counts is None else sum(counts),
        "voters_count": facts.voters,
        "voted": facts.voted or facts.author_id == me.account_id,
        "own_votes": [],
        "options": [
            {"title": choice.words, "votes_count": None if counts is None else choice.votes} for choice in facts.choices
        ],
        "emojis": list(emojis),
    }


def _polled(entity: bytes, post_id: int | None, found: dict[int, PollFacts], me: Caller) -> bytes:
    if post_id is None:
        return entity
    facts, written = found.get(post_id), msgspec.json.decode(entity, type=_Written)
    emojis = (written.reblog or written).emojis
    return body.with_poll(entity, msgspec.json.encode(None if facts is None else poll(facts, me, now(), emojis)))
