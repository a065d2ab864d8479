"""Word filters in answers to apps: what a member's own filters find, laid into each status (Mastodon's FilterResult).

Over the ready bytes, and only for members who have filters: for everybody else nothing is asked and nothing is read.
"""

from collections.abc import Iterable, Sequence

import msgspec
from fastapi import Request

from app.accounts.filter_queries import sieve_of
from app.accounts.filtering import NO_SIEVE, Found, Sieve, WordFilter
from app.api.holding import Caller, house_of
from app.api.muted import with_mutes
from app.api.polled import polled
from app.api.quoted import with_quotes
from app.basics.clock import now
from app.posts import body
from app.posts.sifting import found_in, laid_over


class _Account(msgspec.Struct):
    id: str


class _Shown(msgspec.Struct):
    """What decides over an entity: whose it is, and the post inside when it is a boost."""

    account: _Account
    reblog: msgspec.Raw = msgspec.Raw(b"null")


_shown = msgspec.json.Decoder(_Shown)


async def filtered(
    request: Request, me: Caller, context: str, entities: Iterable[bytes], *, folding: bool = False
) -> list[bytes]:
    """The same statuses with what the member's filters find in them, and all else that is this reader's own.

    `folding`: no filter asks the app to leave one out.
    """
    sieve = await _sieve(request, me, context, folding=folding)

    async def finish(some: list[bytes]) -> list[bytes]:
        found = await with_mutes(request, me, await polled(request, me, some))
        return [_filtered(sieve, entity, str(me.account_id)) for entity in found] if sieve else found

    return await with_quotes(request, me, await finish(list(entities)), finish)


async def unfiltered(request: Request, me: Caller, entities: Iterable[bytes]) -> list[bytes]:
    """The same where the member's filters do not count: what they asked for by itself."""

    async def finish(some: list[bytes]) -> list[bytes]:
        return await with_mutes(request, me, await polled(request, me, some))

    return await with_quotes(request, me, await finish(list(entities)), finish)


async def _sieve(request: Request, me: Caller, context: str, *, folding: bool) -> Sieve:
    if not me.has_filters:
        return NO_SIEVE
    house = house_of(request)
    return await house.database.read(sieve_of, me.account_id, context, key=house.key, now=now(), folding=folding)


def described(kept: WordFilter) -> dict[str, object]:
    """Mastodon's Filter without its keywords."""
    return {
        "id": str(kept.id),
        "title": kept.title,
        "context": list(kept.contexts),
        "expires_at": None if kept.until is None else body.moment(kept.until),
        "filter_action": kept.action,
    }


def _filtered(sieve: Sieve, entity: bytes, me: str) -> bytes:
    """One's own posts stay as they are, whoever boosts them."""
    shown = _shown.decode(entity)
    inner = bytes(shown.reblog)
    if inner.startswith(b"{"):
        return entity.removesuffix(inner + b"}") + _filtered(sieve, inner, me) + b"}"
    found = [] if shown.account.id == me else found_in(sieve, entity[1:])
    return laid_over(entity, _results(found)) if found else entity


def _results(found: Sequence[Found]) -> bytes:
    return msgspec.json.encode(
        [{"filter": described(one.filter), "keyword_matches": list(one.words), "status_matches": None} for one in found]
    )
