"""Quotes in answers to apps: laid over the bytes of each status, for one reader (Mastodon's Quote, QuoteApproval).

Three queries for a whole page where something quotes or may be quoted by some, and none for every other.
"""

from collections.abc import Awaitable, Callable, Sequence

import msgspec
from fastapi import Request

from app.api import entities
from app.api.holding import Caller, house_of
from app.posts import body, quotes
from app.posts.quotes import NOTHING_TO_SEE, Around, QuoteFacts
from app.posts.quoting import State

Finish = Callable[[list[bytes]], Awaitable[list[bytes]]]

_STATES = {State.ASKED: "pending", State.ALLOWED: "accepted", State.REFUSED: "rejected", State.TAKEN_BACK: "revoked"}


class _Account(msgspec.Struct):
    id: str


class _Post(msgspec.Struct):
    id: str
    account: _Account


class _Shown(_Post):
    """Which post it is: of a boost the one inside."""

    reblog: _Post | None = None

    @property
    def post(self) -> _Post:
        return self.reblog or self


_shown = msgspec.json.Decoder(_Shown)


async def with_quotes(request: Request, me: Caller, found: Sequence[bytes], finish: Finish) -> list[bytes]:
    """The same statuses with what they quote. `finish` does with quoted statuses what was done with these."""
    posts = [_shown.decode(one).post if body.is_for_its_reader_to_complete(one) else None for one in found]
    wanted = [int(post.id) for post in posts if post is not None]
    if not wanted:
        return list(found)
    around = await house_of(request).database.read(quotes.around, me.viewer, wanted)
    quoted = [one.post for post_id in dict.fromkeys(wanted) if (one := around.of.get(post_id)) and one.post]
    key_for = entities.keys_of(request, me)
    inside = {post.id: entities.status(post, key_for) for post in {post.id: post for post in quoted}.values()}
    finished = dict(zip(inside, await finish(list(inside.values())), strict=True))
    finished = {post_id: _settled(one, _shallow(around, post_id), around, me) for post_id, one in finished.items()}
    return [
        one
        if post is None
        else _settled(one, _quote(around.of.get(int(post.id), NOTHING_TO_SEE), finished), around, me)
        for one, post in zip(found, posts, strict=True)
    ]


def _settled(entity: bytes, quote: bytes, around: Around, me: Caller) -> bytes:
    """Authors may always quote themselves."""
    post = _shown.decode(entity).post
    may = int(post.id) in around.may_quote or post.account.id == str(me.account_id)
    return body.with_quote(entity, quote, b"automatic" if may else b"denied")


def _quote(facts: QuoteFacts, finished: dict[int, bytes]) -> bytes:
    status = None if facts.post is None else msgspec.Raw(finished[facts.post.id])
    return msgspec.json.encode({"state": _state(facts), "quoted_status": status})


def _shallow(around: Around, post_id: int) -> bytes:
    """Of what a quoted post quotes no more than which it is (Mastodon's ShallowQuote)."""
    facts = around.of.get(post_id, NOTHING_TO_SEE)
    inner = None if facts.post is None else str(facts.post.id)
    return msgspec.json.encode({"state": _state(facts), "quoted_status_id": inner})


def _state(facts: QuoteFacts) -> str:
    return "unauthorized" if facts.state is None else _STATES[facts.state]
