"""Messages in apps: opened with the token's member key, for this answer only; without one they have no text (P10)."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from fastapi import Request

from app.accounts.holders import token_key
from app.api.holding import Caller, bearer, house_of
from app.notifications.told import Told
from app.posts import holding, opening
from app.posts.begun import Draft
from app.posts.queries import PostFacts
from app.timelines.queries import Entry

Holding = TypeVar("Holding", Entry, Told)


async def opened_posts(request: Request, me: Caller, posts: Sequence[PostFacts]) -> list[PostFacts]:
    """The posts with every message opened that is sealed to this member; no query where none is."""
    sealed = [post.id for post in posts if post.sealed is not None]
    if not sealed:
        return list(posts)
    database = house_of(request).database
    member_key = await database.read(token_key, bearer(request))
    if member_key is None:
        return list(posts)
    keys = await database.read(opening.keys_for, me.account_id, sealed)
    return [opening.opened(post, keys.get(post.id), member_key) for post in posts]


async def opened_post(request: Request, me: Caller, post: PostFacts) -> PostFacts:
    """One post, opened if it is a message."""
    return (await opened_posts(request, me, [post]))[0]


async def key_of_held(request: Request, me: Caller, picture_id: int) -> bytes:
    """What opens the files of the member's own picture that a draft or a scheduled post holds; empty for any other."""
    house = house_of(request)
    holds = await house.database.read(holding.what_holds, me.account_id, picture_id)
    member_key = await house.database.read(token_key, bearer(request)) if isinstance(holds, Draft) else None
    return holding.key_in(holds, picture_id, member_key, key=house.key)


async def opened_in(request: Request, me: Caller, found: Sequence[Holding]) -> list[Holding]:
    """What holds posts, with the messages among them opened."""
    posts = await opened_posts(request, me, [one.post for one in found if one.post is not None])
    by_id = {post.id: post for post in posts}
    return [one if one.post is None else replace(one, post=by_id[one.post.id]) for one in found]
