"""Messages on pages: opened with the session's member key, for this answer only (P10)."""

from collections.abc import Sequence
from dataclasses import replace

from app.posts import opening
from app.posts.queries import PostFacts
from app.timelines.queries import Entry
from app.web.showing import Gathered
from app.web.visiting import Visit


async def opened(who: Visit, read: Gathered) -> Gathered:
    """The same with every message opened that is sealed to this member; no query where none is."""
    shown = await opened_posts(who, [entry.post for entry in read.entries])
    entries: list[Entry] = [replace(entry, post=post) for entry, post in zip(read.entries, shown, strict=True)]
    return replace(read, entries=entries)


async def opened_posts(who: Visit, posts: Sequence[PostFacts]) -> list[PostFacts]:
    """The same for posts that stand in no timeline."""
    sealed = [post.id for post in posts if post.sealed is not None]
    member_key = await who.member_key() if sealed else None
    if member_key is None:
        return list(posts)
    keys = await who.house.database.read(opening.keys_for, who.me.account_id, sealed)
    return [opening.opened(post, keys.get(post.id), member_key) for post in posts]
