"""Telling those who listen that posts go: asked while they are still there, told when they are gone."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.live import is_heard, tell
from app.live.news import PostsGone
from app.posts.models import Post

MOST_AT_ONCE = 200  # as many ids as fit into one NOTIFY


def tell_gone(session: Session, post_ids: Sequence[int]) -> None:
    """Call it before these posts are deleted, in the same transaction."""
    if not post_ids or not is_heard(session):
        return
    together: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
    for post_id, author_id, audience in session.execute(
        select(Post.id, Post.author_id, Post.audience).where(Post.id.in_(post_ids))
    ):
        together[author_id, str(audience)].append(post_id)
    for (author_id, audience), gone in together.items():
        for start in range(0, len(gone), MOST_AT_ONCE):
            tell(session, PostsGone(tuple(gone[start : start + MOST_AT_ONCE]), author_id, audience))
