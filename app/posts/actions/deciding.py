"""A decided post is encoded anew, as its readers get it from then on."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.posts import body
from app.posts.actions.storing import encode_again
from app.posts.models import Mention, Post, PostRestriction


def encode_as_decided(session: Session, post: Post) -> None:
    """From its rows, the decisions in force among them."""
    session.flush()
    author = accounts.by_id(session, post.author_id)
    if author is None:
        return
    ids = session.scalars(select(Mention.account_id).where(Mention.post_id == post.id).order_by(Mention.account_id))
    named = accounts.several(session, list(ids))
    encode_again(session, post, author, list(named.values()), origin=body.origin_of(post.body))
    session.flush()


def last_said(post: Post) -> datetime:
    """When it last began to say something else, by its author's edit or by a decision."""
    return max(moment for moment in (post.written_at, post.edited_at, post.decided_at) if moment is not None)


def measures_on(session: Session, post_id: int) -> set[str]:
    """Which measures are in force on it."""
    return set(session.scalars(select(PostRestriction.measure).where(PostRestriction.post_id == post_id)))
