"""A member's own word filters over what a page shows them. Whoever has none pays nothing for it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from app.accounts.filter_queries import sieve_of
from app.accounts.filtering import NO_SIEVE, Sieve, hides
from app.posts.sifting import found_in
from app.web.polls import with_polls
from app.web.quotes import with_quotes
from app.web.showing import Gathered, post_views
from app.web.standing import with_standing
from app.web.views import PostView
from app.web.visiting import Visit


async def sieve_for(who: Visit, context: str, *, folding: bool = False) -> Sieve:
    """The member's filters for this kind of list. `folding`: nothing of it goes without a word."""
    if not who.me.has_filters:
        return NO_SIEVE
    read, key = who.house.database.read, who.house.key
    return await read(sieve_of, who.me.account_id, context, key=key, now=who.now, folding=folding)


async def completed(who: Visit, sieve: Sieve, posts: Sequence[PostView]) -> tuple[PostView, ...]:
    """The same posts with their polls, quotes and what was decided about the reader's own: asked where there is any."""
    return await with_quotes(who, sieve, await with_polls(who, await with_standing(who, posts)))


def sifted(sieve: Sieve, posts: Sequence[PostView], bodies: Iterable[bytes]) -> tuple[PostView, ...]:
    """Without those posts that a filter hides; those that one folds away say which. One's own stay as they are."""
    if not sieve:
        return tuple(posts)
    shown = (_sifted(sieve, post, body) for post, body in zip(posts, bodies, strict=True))
    return tuple(post for post in shown if post is not None)


async def sifted_entries(
    who: Visit, context: str, read: Gathered, *, kept: int = 0, folding: bool = False
) -> tuple[PostView, ...]:
    """Every entry as this member sees it. The post whose page it is, `kept`, stays whatever stands in it."""
    sieve = await sieve_for(who, context, folding=folding)
    posts = await completed(who, sieve, post_views(read, who.me.account_id))
    if not sieve:
        return posts
    bodies = (b"" if entry.post.id == kept else entry.post.body for entry in read.entries)
    return sifted(sieve, posts, bodies)


def _sifted(sieve: Sieve, post: PostView, body: bytes) -> PostView | None:
    found = found_in(sieve, body) if body and not post.may_delete else []
    if hides(found):
        return None
    return replace(post, folded=found[0].filter.title) if found else post
