"""Word filters in answers to apps: what a member's own filters find, laid into each status (Mastodon's FilterResult).

Over the ready bytes, and only for members who have filters: for everybody else nothing is asked and nothing is read.
"""

from collections.abc import Iterable, Sequence

import msgspec
from fastapi import Request

from app.accounts.filter_queries import sieve_of
from app.accounts.filtering import Found, Sieve, WordFilter
from app.api.holding import Caller, house_of
from app.api.muted import with_mutes
from app.api.polled import polled
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


async def filtered(request: Request, me: Caller, context: str, entities: Iterable[bytes]) -> list[bytes]:
    """The same statuses with their polls, the mutes of their threads, and what the member's filters find in them."""
    found = await with_mutes(request, me, await polled(request, me, list(entities)))
    if not me.has_filters or not found:
        return found
    house = house_of(request)
    sieve = await house.database.read(sieve_of, me.account_id, context, key=house.key, now=now())
    return [_filtered(sieve, entity, str(me.account_id)) for entity in found]


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
