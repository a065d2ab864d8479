"""Which threads a member muted. Asked only for whoever mutes any (`Account.mutes_threads`), once a page."""

from collections.abc import Collection

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from app.posts.models import MutedThread, Post


def muted_among(session: Session, account_id: int, post_ids: Collection[int]) -> frozenset[int]:
    """Those of the posts whose thread the member muted."""
    query = (
        select(Post.id)
        .join(MutedThread, and_(MutedThread.thread_id == Post.thread_id, MutedThread.account_id == account_id))
        .where(Post.id.in_(post_ids))
    )
    return frozenset(session.scalars(query))


def is_muted(session: Session, account_id: int, post_id: int) -> bool:
    """Whether the member wants to be told nothing of this post's thread."""
    return bool(muted_among(session, account_id, [post_id]))
