"""Boosts as apps see them: a post of its own around the post."""

from dataclasses import dataclass

from fastapi import Request

from app.accounts import queries as accounts
from app.api import entities
from app.api.filtered import unfiltered
from app.api.holding import Caller, house_of
from app.basics.errors import NotFound
from app.posts import body, mark_queries
from app.posts import queries as posts


@dataclass(frozen=True, slots=True)
class FoundBoost:
    """A boost that the member may see, encoded."""

    account_id: int
    post_id: int
    entity: bytes


async def found_boost(request: Request, me: Caller, boost_id: int) -> FoundBoost:
    """A boost by oneself or by somebody one follows, of a post one may read; raises NotFound."""
    database = house_of(request).database
    row = await database.read(mark_queries.boost_by_id, boost_id)
    if row is None:
        raise NotFound
    account_id, post_id, uri, at = row
    if account_id != me.account_id:
        between = await database.read(accounts.between, me.account_id, [account_id])
        if between[account_id].follows != "yes":
            raise NotFound
    booster = await database.read(accounts.present, account_id)
    if booster is None:
        raise NotFound
    post = await database.read(posts.one, me.viewer, post_id)
    whole = entities.status(post, entities.keys_of(request, me))
    [whole] = await unfiltered(request, me, [whole])
    return FoundBoost(account_id, post_id, body.boost(boost_id, at, uri, booster.card, whole))
